// SPDX-License-Identifier: BSL-1.0
// LOAD DATA LOCAL from memory: whatever an INSERT would refuse is refused with the same error, and no server gets a
// file. What is stored is compared with the other ways in bulk_ways_test.cpp.
#include <list>
#include <stdexcept>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace load_data {

using aludel::col;

struct parent {
    std::int64_t id{};
    bool operator==(const parent&) const = default;
};
struct child {
    std::int64_t id{};
    std::int64_t parent_id = 0;
    std::string name;
    std::string short_name;
    bool operator==(const child&) const = default;
};
struct measure {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> amount;
    bool operator==(const measure&) const = default;
};
/// Cannot be sent when it is negative.
struct shy {
    std::int64_t number = 0;
};
struct fragile {
    std::int64_t id{};
    shy value{};
};
/// In which the codec of shy runs a statement.
inline aludel::session* nosy = nullptr;
struct word {
    std::string text;
    bool operator==(const word&) const = default;
};

}  // namespace load_data

template <>
struct aludel::field_codec<load_data::shy> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const load_data::shy& field) {
        if (field.number < 0) {
            throw std::out_of_range{"shy"};
        }
        return load_data::nosy == nullptr ? field.number : load_data::nosy->query_one<std::int64_t>("select 1");
    }
    static load_data::shy from_stored(std::int64_t stored) { return {stored}; }
};

template <>
inline constexpr auto aludel::entity<load_data::fragile> = aludel::table("load_fragile");
template <>
inline constexpr auto aludel::entity<load_data::parent> = aludel::table("load_parents");
template <>
inline constexpr auto
    aludel::entity<load_data::child> = aludel::table("load_children")
                                           .unique<&load_data::child::short_name>()
                                           .foreign_key<&load_data::child::parent_id, &load_data::parent::id>();
template <>
inline constexpr auto
    aludel::entity<load_data::word> = aludel::table("load_words").primary_key<&load_data::word::text>();

namespace load_data {

class load : public testing::Test {
protected:
    load() { parents.bulk_insert(std::vector<parent>{{1}}); }

    std::int64_t loads_so_far() { return loads_so_far(session); }
    static std::int64_t loads_so_far(aludel::session& in) {
        using status = std::tuple<std::string, std::string>;
        return std::stoll(std::get<1>(in.query_one<status>("show session status like 'Com_load'")));
    }
    static std::vector<child> many_children(int count) {
        std::vector<child> rows;
        for (int i = 1; i <= count; ++i) {
            rows.push_back({i, 1, "name\t" + std::to_string(i) + "\\N\n", "short " + std::to_string(i)});
        }
        return rows;
    }
    template <class Error>
    void expect_refused_as_a_whole(child bad) {
        auto rows = many_children(3'000);
        rows[2'000] = std::move(bad);
        EXPECT_THROW(children.bulk_insert(rows), Error);
        EXPECT_EQ(children.count(), 0u);
        aludel::transaction scope{session};
        children.add(rows.front());
        EXPECT_THROW(children.bulk_insert(std::vector(rows.begin() + 1, rows.end())), Error);
        scope.commit();
        EXPECT_EQ(children.count(), 1u);
    }

    aludel::engine engine{conformance::url("bulk_path=load_data")};
    aludel::session session = conformance::session_with<parent, child, measure, word, fragile>(engine);
    aludel::repository<parent> parents{session};
    aludel::repository<child> children{session};
};

TEST_F(load, is_the_way_that_is_taken_and_crosses_batches) {
    const auto rows = many_children(90'000);
    const std::int64_t before = loads_so_far();
    EXPECT_EQ(children.bulk_insert(rows).inserted, rows.size());
    EXPECT_EQ(loads_so_far() - before, 3);
    EXPECT_EQ(children.list(aludel::order_by(col<&child::id>.asc())), rows);
}

TEST_F(load, reads_rows_that_lie_in_memory_while_the_server_takes_them_and_stores_others_alike) {
    for (const int count : {499, 500, 501, 40'000, 40'064}) {
        const auto rows = many_children(count);
        EXPECT_EQ(children.bulk_insert(rows).inserted, rows.size());
        EXPECT_TRUE(children.list(aludel::order_by(col<&child::id>.asc())) == rows) << count;
        children.remove_all();
        const std::list<child> elsewhere{rows.begin(), rows.end()};
        EXPECT_EQ(children.bulk_insert(elsewhere).inserted, rows.size());
        EXPECT_TRUE(children.list(aludel::order_by(col<&child::id>.asc())) == rows) << count;
        children.remove_all();
    }
}

TEST_F(load, raises_what_an_insert_raises_in_a_later_batch_and_leaves_nothing) {
    auto rows = many_children(90'000);
    rows[60'000].short_name = "short 1";
    EXPECT_THROW(children.bulk_insert(rows), aludel::unique_violation);
    EXPECT_EQ(children.count(), 0u);
}

TEST_F(load, passes_on_what_a_codec_throws_while_it_runs_and_leaves_nothing) {
    aludel::repository<fragile> all{session};
    for (const std::size_t bad : {1u, 600u, 2'999u}) {
        std::vector<fragile> rows(3'000);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i] = {static_cast<std::int64_t>(i) + 1, {i == bad ? -1 : 1}};
        }
        EXPECT_THROW(all.bulk_insert(rows), std::out_of_range) << bad;
        EXPECT_EQ(all.count(), 0u);
        rows[bad].value = {1};
        EXPECT_EQ(all.bulk_insert(rows).inserted, rows.size());
        all.remove_all();
    }
}

TEST_F(load, lets_no_codec_use_its_session_while_it_runs) {
    aludel::repository<fragile> all{session};
    std::vector<fragile> rows(3'000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = static_cast<std::int64_t>(i) + 1;
    }
    nosy = &session;
    EXPECT_THROW(all.bulk_insert(rows), aludel::usage_error);
    nosy = nullptr;
    EXPECT_EQ(all.count(), 0u);
}

TEST_F(load, is_what_many_rows_take_by_themselves_where_arrays_cannot_be_bound) {
    aludel::session plain = conformance::db().open_session();
    std::vector<parent> rows(1'000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = 100 + static_cast<std::int64_t>(i);
    }
    const std::int64_t before = loads_so_far(plain);
    EXPECT_EQ(aludel::repository<parent>{plain}.bulk_insert(rows).inserted, rows.size());
    EXPECT_EQ(loads_so_far(plain) - before, plain.facts().server.starts_with("MariaDB") ? 0 : 1);
}

TEST_F(load, is_not_taken_for_few_rows_nor_for_keys_that_the_database_makes) {
    const std::int64_t before = loads_so_far();
    children.bulk_insert(many_children(10));
    std::vector<child> keyless;
    for (int i = 0; i < 1'000; ++i) {
        keyless.push_back({0, 1, "name", "keyless " + std::to_string(i)});
    }
    children.bulk_insert(keyless);
    EXPECT_EQ(loads_so_far(), before);
    EXPECT_EQ(children.count(), 1'010u);
}

TEST_F(load, raises_what_an_insert_raises_and_leaves_nothing) {
    expect_refused_as_a_whole<aludel::unique_violation>({1, 1, "the key of another", "other"});
    children.remove_all();
    expect_refused_as_a_whole<aludel::unique_violation>({9'999, 1, "the short name of another", "short 7"});
    children.remove_all();
    expect_refused_as_a_whole<aludel::foreign_key_violation>({9'999, 2, "no parent", "other"});
    children.remove_all();
    expect_refused_as_a_whole<aludel::mapping_error>({9'999, 1, "too long", std::string(300, 'x')});
    children.remove_all();
    expect_refused_as_a_whole<aludel::mapping_error>({9'999, 1, "no UTF-8: \xFF", "other"});
}

TEST_F(load, names_the_key_that_is_violated) {
    auto rows = many_children(3'000);
    rows[2'999].short_name = "short 1";
    const auto failed = dialects::thrown_by<aludel::unique_violation>([&] { children.bulk_insert(rows); });
    EXPECT_FALSE(failed.constraint().empty());
    EXPECT_EQ(failed.native_code(), 1062);
}

TEST_F(load, cuts_no_broken_character_at_the_end) {
    for (const std::string end : {"\xF0", "\xE2\x82", "\xC3"}) {
        auto rows = many_children(1'000);
        rows.back().short_name = "x" + end;
        EXPECT_THROW(children.bulk_insert(rows), aludel::mapping_error);
        EXPECT_EQ(children.count(), 0u);
    }
}

TEST_F(load, stores_rows_of_a_single_text_and_an_empty_one) {
    std::vector<word> rows{{""}, {"\\N"}, {"NULL"}, {"\\"}, {"\t"}, {"\n"}, {"'"}, {"\""}, {std::string("\0", 1)}};
    for (int i = 0; i < 1'000; ++i) {
        rows.push_back({std::to_string(i)});
    }
    const std::int64_t before = loads_so_far();
    aludel::repository<word> words{session};
    words.bulk_insert(rows);
    EXPECT_GT(loads_so_far(), before);
    for (const word& each : rows) {
        EXPECT_TRUE(words.exists(col<&word::text> == each.text)) << each.text;
    }
    EXPECT_EQ(words.count(), rows.size());
}

TEST_F(load, stores_rows_that_end_in_a_number_or_in_null) {
    std::vector<measure> rows;
    for (int i = 1; i <= 1'000; ++i) {
        rows.push_back({i, "broken? \xC3\xA9", i % 3 == 0 ? std::optional<std::int32_t>{} : -i});
    }
    aludel::repository<measure> measures{session};
    for (const std::size_t count : {std::size_t{1'000}, std::size_t{999}}) {
        rows.resize(count);
        measures.bulk_insert(rows);
        EXPECT_EQ(measures.list(aludel::order_by(col<&measure::id>.asc())), rows);
        measures.remove_all();
    }
}

TEST_F(load, means_the_same_in_every_sql_mode) {
    const auto rows = many_children(1'000);
    for (const std::string_view mode : {"''", "'NO_BACKSLASH_ESCAPES'", "'ANSI_QUOTES,STRICT_ALL_TABLES'"}) {
        session.core().run("set sql_mode = " + std::string{mode});
        children.bulk_insert(rows);
        EXPECT_EQ(children.list(aludel::order_by(col<&child::id>.asc())), rows);
        children.remove_all();
    }
}

TEST_F(load, gives_the_server_no_file_before_or_after) {
    const std::string_view steal = "load data local infile '/etc/hostname' into table load_words";
    EXPECT_THROW(session.core().run(steal), aludel::statement_error);
    children.bulk_insert(many_children(1'000));
    EXPECT_THROW(session.core().run(steal), aludel::statement_error);
    EXPECT_THROW(session.execute(aludel::runtime_sql{steal}), aludel::statement_error);
    EXPECT_EQ(aludel::repository<word>{session}.count(), 0u);
    EXPECT_EQ(children.count(), 1'000u);
}

TEST_F(load, leaves_a_connection_that_may_send_files_as_it_was) {
    aludel::engine sending{conformance::url("bulk_path=load_data&local_infile=1")};
    aludel::session other = sending.open_session();
    aludel::repository<child>{other}.bulk_insert(many_children(1'000));
    const std::string_view own = "load data local infile '/proc/self/comm' into table load_words";
    EXPECT_EQ(other.execute(aludel::runtime_sql{own}), 1u);
    EXPECT_EQ(aludel::repository<word>{other}.count(), 1u);
}

/// Half of the rows that are upserted here are there already, every other one of those with another name.
class loaded_upsert : public load {
protected:
    static constexpr std::size_t count = 24'000;

    loaded_upsert() {
        auto there = std::vector(rows.begin(), rows.begin() + count / 2);
        for (std::size_t i = 0; i < there.size(); i += 2) {
            there[i].name = "before";
        }
        children.bulk_insert(there);
        stored = list();
        loads_before = loads_so_far();
    }
    std::vector<child> list() { return children.list(aludel::order_by(col<&child::id>.asc())); }

    const aludel::policy_for<child> update = aludel::on_conflict<&child::id>.do_update();
    const aludel::policy_for<child> nothing = aludel::on_conflict<&child::id>.do_nothing();
    const std::vector<child> rows = many_children(count);
    std::vector<child> stored;
    std::int64_t loads_before = 0;
};

TEST_F(loaded_upsert, counts_and_stores_what_one_of_many_values_does) {
    const auto result = children.bulk_insert(rows, update);
    EXPECT_EQ(loads_so_far() - loads_before, 3);
    EXPECT_EQ(result.inserted, count / 2);
    EXPECT_EQ(result.updated, count / 4);
    EXPECT_EQ(result.skipped, count / 4);
    EXPECT_EQ(list(), rows);
}

TEST_F(loaded_upsert, leaves_rows_alone_that_are_there_where_it_is_told_so) {
    const auto result = children.bulk_insert(rows, nothing);
    EXPECT_GT(loads_so_far(), loads_before);
    EXPECT_EQ(result.inserted, count / 2);
    EXPECT_EQ(result.skipped, count / 2);
    const auto now = list();
    EXPECT_TRUE(std::equal(stored.begin(), stored.end(), now.begin()));
    EXPECT_TRUE(std::equal(rows.begin() + count / 2, rows.end(), now.begin() + count / 2));
}

TEST_F(loaded_upsert, lets_the_last_of_several_rows_with_one_key_win) {
    auto repeated = rows;
    for (std::size_t i = 1; i <= 3'000; ++i) {
        repeated.push_back(rows[i * 7]);
        repeated.back().name = std::string(i % 2 == 0 ? 3'000 : 5, 'x');  // a page of the server's holds few or many
        repeated.push_back(rows[i * 7]);
        repeated.back().name = "last";
    }
    const auto result = children.bulk_insert(repeated, update);
    EXPECT_GE(loads_so_far() - loads_before, 3);
    EXPECT_EQ(result.inserted, count / 2);
    EXPECT_EQ(result.updated, count / 4 + 6'000);
    EXPECT_EQ(result.rows, repeated.size());
    EXPECT_EQ(children.count(col<&child::name> == "last"), 3'000u);
}

TEST_F(loaded_upsert, raises_what_an_insert_raises_and_leaves_nothing) {
    const std::int64_t key = rows[15'000].id;
    const auto refused = [&](const child& bad) {
        auto some = rows;
        some[15'000] = bad;
        const std::int64_t before = loads_so_far();
        try {
            children.bulk_insert(some, update);
        } catch (...) {
            EXPECT_EQ(loads_so_far() - before, 2);
            throw;
        }
    };
    EXPECT_THROW(refused({key, 1, "the short name of another", "short 7"}), aludel::unique_violation);
    EXPECT_EQ(list(), stored);
    EXPECT_THROW(refused({key, 2, "no parent", "other"}), aludel::foreign_key_violation);
    EXPECT_EQ(list(), stored);
    EXPECT_THROW(refused({key, 1, "too long", std::string(300, 'x')}), aludel::mapping_error);
    EXPECT_EQ(list(), stored);
    EXPECT_THROW(refused({key, 1, "no UTF-8: \xFF", "other"}), aludel::mapping_error);
    EXPECT_EQ(list(), stored);
    EXPECT_EQ(children.bulk_insert(rows, update).inserted, count / 2);
}

TEST_F(loaded_upsert, passes_on_what_a_codec_throws_while_it_runs_and_leaves_nothing) {
    aludel::repository<fragile> all{session};
    std::vector<fragile> some(3'000);
    for (std::size_t i = 0; i < some.size(); ++i) {
        some[i] = {static_cast<std::int64_t>(i) + 1, {i == 2'999 ? -1 : 1}};
    }
    const auto policy = aludel::on_conflict<&fragile::id>.do_update();
    EXPECT_THROW(all.bulk_insert(some, policy), std::out_of_range);
    EXPECT_EQ(loads_so_far() - loads_before, 1);
    EXPECT_EQ(all.count(), 0u);
    some.back().value = {1};
    EXPECT_EQ(all.bulk_insert(some, policy).inserted, some.size());
    EXPECT_EQ(loads_so_far() - loads_before, 2);
}

TEST_F(loaded_upsert, counts_over_batches_that_are_loaded_and_one_that_is_not) {
    // The last 500 are too few to be loaded; in the second batch is what only an INSERT can tell to be refused.
    const auto some = std::vector(rows.begin(), rows.begin() + 20'500);
    auto result = children.bulk_insert(some, update);
    EXPECT_EQ(loads_so_far() - loads_before, 2);
    EXPECT_EQ(result.inserted, 8'500u);
    EXPECT_EQ(result.updated, count / 4);
    EXPECT_EQ(result.skipped, count / 4);

    aludel::repository<measure> measures{session};
    std::vector<measure> numbers;
    for (int i = 1; i <= 25'000; ++i) {
        numbers.push_back({i, "name", i});
    }
    measures.bulk_insert(std::vector(numbers.begin(), numbers.begin() + 18'000));
    for (std::size_t i = 0; i < numbers.size(); i += 2) {
        numbers[i].amount = 0;
    }
    numbers[24'998].id = 0;  // asks for its key, so that the third batch goes by INSERT
    const std::int64_t before = loads_so_far();
    result = measures.bulk_insert(numbers, aludel::on_conflict<&measure::id>.do_update());
    EXPECT_EQ(loads_so_far() - before, 3);
    EXPECT_EQ(result.inserted, 7'000u);
    EXPECT_EQ(result.updated, 9'000u);
    EXPECT_EQ(result.skipped, 9'000u);
    EXPECT_EQ(measures.count(col<&measure::amount> == 0), 12'500u);
}

TEST_F(loaded_upsert, gives_no_row_a_key_that_another_one_brings) {
    std::vector<measure> some;
    for (int i = 1; i <= 12'000; ++i) {
        // The first of those that ask comes when LOAD DATA runs. Keys that one batch has taken beforehand for them are
        // brought by rows of the next.
        some.push_back({i > 6'000 && i % 2 == 0 ? 0 : 1'000 + i, "name", i});
    }
    aludel::repository<measure> measures{session};
    const auto result = measures.bulk_insert(some, aludel::on_conflict<&measure::id>.do_update());
    EXPECT_EQ(result.inserted, some.size());
    EXPECT_EQ(measures.count(), some.size());
}

TEST_F(loaded_upsert, does_without_the_temporary_table_where_the_server_makes_none) {
    std::vector<std::string> created;
    aludel::engine_options options;
    options.on_statement = [&](const aludel::statement_event& event) {
        if (event.sql.starts_with("create temporary table `aludel_load_")) {
            created.emplace_back(event.sql.substr(0, event.sql.find(" (")));
        }
    };
    aludel::engine watched{conformance::url("bulk_path=load_data"), options};
    aludel::session other = watched.open_session();
    aludel::repository<child> again{other};
    again.bulk_insert(rows, update);
    ASSERT_FALSE(created.empty());
    // The next one's name is taken, which is refused as another table is.
    const std::string last = created.back();
    const auto digits = last.find_last_not_of("0123456789`") + 1;
    const std::string next = last.substr(0, digits) + std::to_string(std::stoul(last.substr(digits)) + 1) + '`';
    other.core().run(next + " (a int)");
    children.remove_all();
    children.bulk_insert(stored);
    const std::int64_t loads = loads_so_far(other);
    const auto result = again.bulk_insert(rows, update);
    EXPECT_EQ(created.back(), next);
    EXPECT_EQ(loads_so_far(other), loads);
    EXPECT_EQ(result.inserted, count / 2);
    EXPECT_EQ(result.updated, count / 4);
    EXPECT_EQ(result.skipped, count / 4);
    EXPECT_EQ(list(), rows);
}

}  // namespace load_data
