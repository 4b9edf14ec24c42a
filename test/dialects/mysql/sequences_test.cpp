// SPDX-License-Identifier: BSL-1.0
// Keys from sequences that stand beside their tables: what MariaDB does of key::sequence, and MySQL does not.
#include <functional>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aludel/migrate/check.hpp>
#include <aludel/migrate/structs.hpp>
#include <aludel/schema/plan.hpp>
#include <aludel/schema/reading.hpp>

#include "../../conformance/database.hpp"

namespace sequences {

/// The same table, as a program has it first and later.
struct parcel {
    std::int64_t id{};
    std::string receiver;
};
struct parcel_apart {
    std::int64_t id{};
    std::string receiver;
};
struct label {
    std::int16_t id{};
    std::string text;
};
struct stamp {
    std::int16_t id{};
    std::string text;
};
/// What stamps become.
struct wide_stamp {
    std::int64_t id{};
    std::string text;
};
struct renamed_stamp {
    std::int16_t number{};
    std::string text;
};
struct long_name {
    std::int32_t id{};
};
struct kept_elsewhere {
    std::int64_t id{};
    std::string text;
};

}  // namespace sequences

template <>
inline constexpr auto aludel::entity<sequences::parcel> = aludel::table("sequence_parcel");
template <>
inline constexpr auto aludel::entity<sequences::parcel_apart> =
    aludel::table("sequence_parcel").generated<&sequences::parcel_apart::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<sequences::label> =
    aludel::table("sequence:p1 `label`").generated<&sequences::label::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<sequences::stamp> =
    aludel::table("sequence_stamp").generated<&sequences::stamp::id>(aludel::key::sequence);
template <>
inline constexpr auto aludel::entity<sequences::wide_stamp> =
    aludel::table("sequence_stamp").generated<&sequences::wide_stamp::id>(aludel::key::sequence);
template <>
inline constexpr auto
    aludel::entity<sequences::renamed_stamp> = aludel::table("sequence_label")
                                                   .primary_key<&sequences::renamed_stamp::number>()
                                                   .generated<&sequences::renamed_stamp::number>(aludel::key::sequence);
template <>
inline constexpr auto
    aludel::entity<sequences::long_name> = aludel::table("a_table_whose_name_is_so_long_that_its_sequence_must_be_cut")
                                               .generated<&sequences::long_name::id>(aludel::key::sequence);
template <>
inline constexpr auto
    aludel::entity<sequences::kept_elsewhere> = aludel::table("sequence_kept")
                                                    .generated<&sequences::kept_elsewhere::id>(aludel::key::sequence)
                                                    .schema("aludel_sequences");

namespace sequences {

using testing::HasSubstr;

class key_sequence : public testing::Test {
protected:
    key_sequence() {
        conformance::db().drop_all<parcel_apart, label, stamp>();
        if (!session.facts().syntax.separate_sequences) {
            session.core().run("drop table if exists sequence_parcel");
        }
    }
    ~key_sequence() override { conformance::db().drop_all<parcel_apart, label, stamp>(); }

    [[nodiscard]] bool are_beside_tables() const { return session.facts().syntax.separate_sequences; }
    std::int64_t sequences_named(std::string_view name) {
        return session.query_one<std::int64_t>(
            "select count(*) from information_schema.tables where table_type = 'SEQUENCE' and table_name = {}", name);
    }
    template <class Struct>
    [[nodiscard]] std::vector<aludel::schema::table> wanted() {
        return {
            describe(aludel::schema::ddl_target{session.core().dialect(), session.facts()}, aludel::table_of<Struct>)};
    }
    std::vector<aludel::schema::column> columns_of_parcels() {
        const aludel::schema::table_name only[] = {{{}, "sequence_parcel"}};
        return aludel::schema::read_tables(session.core(), only).at(0).columns;
    }
    /// Makes the table what the struct says.
    template <class Struct>
    void change_to() {
        const std::vector<aludel::schema::table> described = wanted<Struct>();
        const aludel::schema::table_name name[] = {described.front().name};
        const auto plan =
            aludel::schema::plan_changes(session.core(), aludel::schema::read_tables(session.core(), name), described);
        aludel::schema::run_statements(session.core(), plan.up);
        EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<Struct>(conformance::db())), "");
    }

    aludel::session session = conformance::db().open_session();
};

TEST_F(key_sequence, comes_and_goes_with_its_table_on_servers_that_have_one) {
    conformance::db().create_all<label>();
    EXPECT_EQ(sequences_named("sq_sequence:p1 `label`__id"), are_beside_tables() ? 1 : 0);
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<label>(conformance::db())), "");
    conformance::db().drop_all<label>();
    EXPECT_EQ(sequences_named("sq_sequence:p1 `label`__id"), 0);
}

TEST_F(key_sequence, is_moved_behind_given_keys_whatever_its_table_is_called) {
    conformance::db().create_all<label>();
    aludel::repository<label> labels{session};
    labels.add({5, "given"});
    EXPECT_EQ(labels.add({0, "counted"}).id, 6);
    EXPECT_EQ(labels.add({-3, "negative"}).id, -3);
    EXPECT_EQ(labels.add({0, "counted"}).id, 7);
    labels.bulk_insert(std::vector<label>{{0, "counted"}, {20, "given"}});
    EXPECT_GT(labels.add({0, "counted"}).id, 20);
}

TEST_F(key_sequence, that_has_run_out_is_an_error_and_no_other_key) {
    conformance::db().create_all<stamp>();
    aludel::repository<stamp> stamps{session};
    stamps.add({32'766, "given"});
    EXPECT_EQ(stamps.add({0, "the last one"}).id, 32'767);
    const auto expect_end = [&](const std::function<void()>& insert) {
        try {
            insert();
            ADD_FAILURE() << "a key was found";
        } catch (const aludel::error& failed) {
            if (are_beside_tables()) {
                EXPECT_EQ(failed.native_code(), 4084) << failed.what();  // ER_SEQUENCE_RUN_OUT
            }
        }
    };
    expect_end([&] { stamps.add({0, "too many"}); });
    expect_end([&] { stamps.bulk_insert(std::vector<stamp>{{0, "too many"}}); });
    expect_end([&] { stamps.bulk_insert(std::vector<stamp>(300)); });
    expect_end([&] { (void)stamps.add_many(std::vector<stamp>(100)); });
    EXPECT_EQ(stamps.count(), 2u);
}

// Keys of a sequence that are taken are gone: loads must not take what they do not need.
TEST_F(key_sequence, is_not_emptied_by_a_load_whose_rows_bring_most_keys) {
    conformance::db().create_all<stamp>();
    aludel::repository<stamp> stamps{session};
    stamps.add({30'000, "given"});
    std::vector<stamp> rows(3'000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = static_cast<std::int16_t>(i);  // the first one asks
    }
    EXPECT_EQ(stamps.add_many(rows).front().id, 30'001);
    const std::int16_t next = stamps.add({0, "next"}).id;
    if (are_beside_tables()) {
        EXPECT_LE(next, 30'101);
    }
}

TEST_F(key_sequence, takes_over_from_the_tables_counter_and_gives_back) {
    conformance::db().create_all<parcel>();
    aludel::repository<parcel> before{session};
    before.add({41, "Ada"});
    change_to<parcel_apart>();
    aludel::repository<parcel_apart> apart{session};
    EXPECT_EQ(apart.add({0, "Ben"}).id, 42);
    EXPECT_EQ(sequences_named("sq_sequence_parcel__id"), are_beside_tables() ? 1 : 0);
    change_to<parcel>();
    EXPECT_GE(before.add({0, "Cid"}).id, 43);
    EXPECT_EQ(before.get(41).receiver, "Ada");
    EXPECT_EQ(sequences_named("sq_sequence_parcel__id"), 0);
    change_to<parcel_apart>();
    session.core().run("delete from sequence_parcel");
}

TEST_F(key_sequence, begins_at_one_where_the_table_has_no_rows_or_negative_keys_only) {
    conformance::db().create_all<parcel>();
    aludel::repository<parcel_apart> apart{session};
    change_to<parcel_apart>();
    EXPECT_EQ(apart.add({0, "Ada"}).id, 1);
    change_to<parcel>();
    session.core().run("update sequence_parcel set id = -7");
    change_to<parcel_apart>();
    EXPECT_GE(apart.add({0, "Ben"}).id, 1);
}

TEST_F(key_sequence, that_is_missing_is_named_with_the_cure) {
    if (!are_beside_tables()) {
        GTEST_SKIP() << session.facts().server << " has no sequences";
    }
    conformance::db().create_all<parcel>();
    aludel::repository<parcel_apart> apart{session};
    const auto expect_cure = [](const std::function<void()>& work) {
        try {
            work();
            ADD_FAILURE() << "nothing was thrown";
        } catch (const aludel::statement_error& failed) {
            EXPECT_THAT(failed.what(), HasSubstr("sq_sequence_parcel__id"));
            EXPECT_THAT(failed.what(), HasSubstr("key::integer"));
            EXPECT_THAT(failed.what(), testing::Not(HasSubstr("7000000003")));
            EXPECT_THAT(std::string{failed.statement()}, testing::Not(HasSubstr("7000000003")));
        }
    };
    expect_cure([&] { apart.add({0, "counted"}); });
    expect_cure([&] { apart.add({7'000'000'003, "given"}); });
    expect_cure([&] { apart.bulk_insert(std::vector<parcel_apart>(3)); });
    expect_cure([&] { apart.bulk_insert(std::vector<parcel_apart>{{7'000'000'003, "given"}}); });
    EXPECT_EQ(apart.count(), 0u);
}

// DEFAULT nextval(…) would: MariaDB 10.11.19 then dies of prepared statements that leave the column out.
TEST_F(key_sequence, does_the_server_no_harm_where_many_insert_at_once) {
    conformance::db().create_all<parcel_apart>();
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([] {
            try {
                aludel::session own = conformance::db().open_session();
                aludel::repository<parcel_apart> apart{own};
                for (int round = 0; round < 150; ++round) {
                    apart.add({0, "single"});
                    apart.bulk_insert(std::vector<parcel_apart>(7));
                    (void)apart.add_many(std::vector<parcel_apart>(static_cast<std::size_t>(3 * round)));
                }
            } catch (const std::exception& failed) {
                ADD_FAILURE() << failed.what();
            }
        });
    }
    for (std::thread& each : threads) {
        each.join();
    }
    EXPECT_EQ(aludel::repository<parcel_apart>{session}.count(), 4u * (150u * 8u + 3u * 149u * 75u));
}

TEST_F(key_sequence, goes_on_where_it_is_when_keys_become_wider_or_narrower) {
    conformance::db().create_all<stamp>();
    aludel::repository<stamp> stamps{session};
    stamps.add({32'766, "given"});
    stamps.add({0, "the last one"});
    change_to<wide_stamp>();
    aludel::repository<wide_stamp> wide{session};
    EXPECT_GT(wide.add({0, "another"}).id, 32'767);
    wide.remove_all();
    change_to<stamp>();
    EXPECT_THROW(stamps.add({0, "too many"}), aludel::error);
}

TEST_F(key_sequence, follows_a_table_and_a_column_that_are_renamed) {
    conformance::db().create_all<stamp>();
    aludel::repository<stamp>{session}.add({40, "given"});
    aludel::repository<stamp>{session}.remove(40);
    const aludel::schema::renames there{{{{{}, "sequence_stamp"}, {{}, "sequence_label"}}},
                                        {{{{}, "sequence_label"}, "id", "number"}}};
    const aludel::schema::table_name name[] = {{{}, "sequence_stamp"}};
    const auto plan =
        plan_changes(session.core(), aludel::schema::read_tables(session.core(), name), wanted<renamed_stamp>(), there);
    aludel::schema::run_statements(session.core(), plan.up);
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<renamed_stamp>(conformance::db())), "");
    EXPECT_EQ(sequences_named("sq_sequence_stamp__id"), 0);
    EXPECT_EQ(sequences_named("sq_sequence_label__number"), are_beside_tables() ? 1 : 0);
    aludel::repository<renamed_stamp> renamed{session};
    EXPECT_GT(renamed.add({0, "counted"}).number, 40) << "keys of removed rows are not given again";
    aludel::schema::run_statements(session.core(), plan.down);
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<stamp>(conformance::db())), "");
    EXPECT_GT(aludel::repository<stamp>{session}.add({0, "counted"}).id, 41);
}

TEST_F(key_sequence, goes_along_when_tables_take_over_the_names_of_others) {
    conformance::db().create_all<parcel_apart, stamp>();
    aludel::repository<parcel_apart>{session}.add({70, "given"});
    aludel::repository<stamp>{session}.add({40, "given"});
    const auto table_called = [](const char* name) {
        return aludel::schema::table_name{{}, name};
    };
    const aludel::schema::renames there{{{table_called("sequence_stamp"), table_called("sequence_other")},
                                         {table_called("sequence_parcel"), table_called("sequence_stamp")}},
                                        {}};
    const aludel::schema::table_name names[] = {table_called("sequence_parcel"), table_called("sequence_stamp")};
    std::vector<aludel::schema::table> after = wanted<parcel_apart>();
    after.push_back(wanted<stamp>().front());
    after[0].name = table_called("sequence_stamp");
    after[1].name = table_called("sequence_other");
    const auto plan =
        plan_changes(session.core(), aludel::schema::read_tables(session.core(), names), std::move(after), there);
    aludel::schema::run_statements(session.core(), plan.up);
    const auto insert_into = [&](const std::string& table, const std::string& column) {
        const std::string next = are_beside_tables() ? "next value for `sq_" + table + "__id`" : std::string{"null"};
        session.execute(
            aludel::runtime_sql{"insert into " + table + " (id, " + column + ") values (" + next + ", 'a')"});
        return session.query_one<std::int64_t>(aludel::runtime_sql{"select max(id) from " + table});
    };
    EXPECT_EQ(insert_into("sequence_stamp", "receiver"), 71);
    EXPECT_EQ(insert_into("sequence_other", "text"), 41);
    aludel::schema::run_statements(session.core(), plan.down);
    // A sequence that is renamed forgets the keys that it had ready.
    EXPECT_GE(aludel::repository<parcel_apart>{session}.add({0, "counted"}).id, 72);
    const std::int16_t behind = aludel::repository<stamp>{session}.add({0, "counted"}).id;
    EXPECT_GE(behind, 42);
    EXPECT_LT(behind, 70);
}

TEST_F(key_sequence, follows_a_table_and_a_column_that_are_renamed_more_than_once) {
    conformance::db().create_all<stamp>();
    aludel::repository<stamp>{session}.add({40, "given"});
    const auto table_called = [](const char* name) {
        return aludel::schema::table_name{{}, name};
    };
    const aludel::schema::renames there{
        {{table_called("sequence_stamp"), table_called("sequence_passing")},
         {table_called("sequence_passing"), table_called("sequence_label")}},
        {{table_called("sequence_label"), "id", "passing"}, {table_called("sequence_label"), "passing", "number"}}};
    const aludel::schema::table_name name[] = {table_called("sequence_stamp")};
    const auto plan =
        plan_changes(session.core(), aludel::schema::read_tables(session.core(), name), wanted<renamed_stamp>(), there);
    aludel::schema::run_statements(session.core(), plan.up);
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<renamed_stamp>(conformance::db())), "");
    EXPECT_GT(aludel::repository<renamed_stamp>{session}.add({0, "counted"}).number, 40);
    aludel::schema::run_statements(session.core(), plan.down);
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<stamp>(conformance::db())), "");
}

TEST_F(key_sequence, that_was_there_before_its_table_is_used_begins_behind_the_tables_keys) {
    conformance::db().create_all<parcel_apart>();
    session.core().run("drop table sequence_parcel");  // which leaves the sequence
    conformance::db().create_all<parcel>();
    aludel::repository<parcel>{session}.add_many(std::vector<parcel>(30));
    change_to<parcel_apart>();
    EXPECT_EQ(aludel::repository<parcel_apart>{session}.add({0, "counted"}).id, 31);
}

TEST_F(key_sequence, counts_the_rows_of_a_table_that_had_no_key) {
    conformance::db().create_all<parcel>();
    session.core().run("alter table sequence_parcel drop column id");
    session.core().run("insert into sequence_parcel (receiver) values ('a'), ('b'), ('c')");
    change_to<parcel_apart>();
    aludel::repository<parcel_apart> apart{session};
    EXPECT_EQ(apart.add({0, "counted"}).id, 4);
    std::set<std::int64_t> ids;
    for (const parcel_apart& each : apart.list()) {
        ids.insert(each.id);
    }
    EXPECT_EQ(ids, (std::set<std::int64_t>{1, 2, 3, 4}));
}

TEST_F(key_sequence, that_a_table_left_behind_goes_with_drop_all) {
    conformance::db().create_all<stamp>();
    session.core().run("drop table sequence_stamp");
    conformance::db().drop_all<stamp>();
    EXPECT_EQ(sequences_named("sq_sequence_stamp__id"), 0);
}

TEST_F(key_sequence, is_moved_in_plain_sql_by_a_positive_integer_only) {
    if (!are_beside_tables()) {
        GTEST_SKIP() << session.facts().server << " has no sequences";
    }
    conformance::db().create_all<stamp>();
    session.execute("do setval(`sq_sequence_stamp__id`, {})", 50);
    EXPECT_THROW(session.execute("do setval(`sq_sequence_stamp__id`, {})", std::string{"60"}), aludel::error);
    EXPECT_THROW(session.execute("do setval(`sq_sequence_stamp__id`, {})", std::optional<int>{}), aludel::error);
    EXPECT_THROW(session.execute("do setval(`sq_sequence_stamp__id`, {})", 1.5), aludel::error);
    EXPECT_THROW(session.execute("do setval(`sq_sequence_stamp__id`, {})", -1), aludel::error);
    EXPECT_EQ(aludel::repository<stamp>{session}.add({0, "counted"}).id, 51);
}

TEST_F(key_sequence, has_a_name_that_fits_whatever_the_table_is_called) {
    conformance::db().drop_all<long_name>();
    conformance::db().create_all<long_name>();
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<long_name>(conformance::db())), "");
    aludel::repository<long_name> rows{session};
    EXPECT_EQ(rows.add_many(std::vector<long_name>(60)).size(), 60u);
    rows.add({1'000});
    EXPECT_GT(rows.add({}).id, 1'000);
    conformance::db().drop_all<long_name>();
}

TEST_F(key_sequence, gives_no_key_twice_where_sessions_count_in_steps) {
    // Such a connection must not go back to the pool: see generated_keys_test.cpp.
    aludel::engine alone{conformance::url()};
    aludel::session stepping = alone.open_session();
    stepping.core().run("set auto_increment_increment = 5, auto_increment_offset = 2");
    conformance::db().create_all<parcel_apart>();
    aludel::repository<parcel_apart> stepped{stepping};
    aludel::repository<parcel_apart> plain{session};
    for (int i = 0; i < 5; ++i) {
        (void)stepped.add_many(std::vector<parcel_apart>(120));
        (void)plain.add_many(std::vector<parcel_apart>(70));
        stepped.add({0, "single"});
        plain.add({0, "single"});
    }
    EXPECT_EQ(plain.count(), 5u * 192u);
    if (are_beside_tables()) {  // 0: in steps of the server's own auto_increment_increment
        EXPECT_EQ(session.query_one<std::int64_t>("select increment from `sq_sequence_parcel__id`"), 0);
    }
}

TEST_F(key_sequence, is_what_a_struct_of_its_table_says) {
    conformance::db().create_all<parcel_apart>();
    const std::string header = aludel::migrate::structs_of(session.core(), {.only = {{{}, "sequence_parcel"}}});
    const bool says_it = header.find("aludel::key::sequence") != std::string::npos;
    EXPECT_EQ(says_it, are_beside_tables()) << header;
}

TEST_F(key_sequence, of_another_kind_is_an_expression_like_others) {
    if (!are_beside_tables()) {
        GTEST_SKIP() << session.facts().server << " has no sequences";
    }
    session.core().run("create or replace sequence sequence_of_the_user");
    session.core().run("create table sequence_parcel (id bigint not null default nextval(sequence_of_the_user) primary "
                       "key, receiver longtext character set utf8mb4 collate utf8mb4_nopad_bin not null)");
    const aludel::schema::column key = columns_of_parcels().front();
    EXPECT_FALSE(key.counted_apart);
    EXPECT_THAT(key.default_expression, HasSubstr("sequence_of_the_user"));
    change_to<parcel_apart>();
    EXPECT_EQ(sequences_named("sequence_of_the_user"), 1) << "it is not aludel's to drop";
    session.core().run("drop table sequence_parcel");
    session.core().run("drop sequence sequence_of_the_user");
}

TEST_F(key_sequence, of_a_column_that_is_no_key_is_an_expression_whatever_it_is_called) {
    if (!are_beside_tables()) {
        GTEST_SKIP() << session.facts().server << " has no sequences";
    }
    session.core().run("create or replace sequence sq_sequence_parcel__number");
    session.core().run("create table sequence_parcel (id bigint not null primary key, number bigint not null default "
                       "nextval(sq_sequence_parcel__number))");
    for (const aludel::schema::column& each : columns_of_parcels()) {
        EXPECT_FALSE(each.counted_apart) << each.name;
    }
    session.core().run("drop table sequence_parcel");
    session.core().run("drop sequence sq_sequence_parcel__number");
}

TEST_F(key_sequence, stands_in_the_schema_of_its_table) {
    session.core().run("create database if not exists aludel_sequences");
    conformance::db().drop_all<kept_elsewhere>();
    conformance::db().create_all<kept_elsewhere>();
    EXPECT_EQ(aludel::schema::to_string(aludel::migrate::check<kept_elsewhere>(conformance::db())), "");
    aludel::repository<kept_elsewhere> rows{session};
    EXPECT_EQ(rows.add({10, "given"}).id, 10);
    EXPECT_EQ(rows.add({0, "counted"}).id, 11);
    EXPECT_EQ(rows.add_many(std::vector<kept_elsewhere>(200)).back().id, 211);
    rows.bulk_insert(std::vector<kept_elsewhere>{{300, "given"}});
    EXPECT_EQ(rows.add({0, "counted"}).id, 301);
    session.core().run("drop database aludel_sequences");
}

}  // namespace sequences
