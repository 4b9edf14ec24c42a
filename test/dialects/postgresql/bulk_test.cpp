// SPDX-License-Identifier: BSL-1.0
// Which of the two bulk writers a load gets, and what the server's own kinds of tables do to it.
#include <ranges>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "../killing.hpp"

namespace bulk_writers {

using dialects::thrown_by;

struct measure {
    std::string code;
    std::optional<std::string> name;
    std::int32_t level = 0;
    bool operator==(const measure&) const = default;
};
struct counted {
    std::int64_t id{};
    std::string name;
};

}  // namespace bulk_writers

template <>
inline constexpr auto
    aludel::entity<bulk_writers::measure> = aludel::table("bulk_measures").primary_key<&bulk_writers::measure::code>();
template <>
inline constexpr auto aludel::entity<bulk_writers::counted> = aludel::table("bulk_counted");

namespace bulk_writers {

const auto update = aludel::on_conflict<&measure::code>.do_update();
const auto nothing = aludel::on_conflict<&measure::code>.do_nothing();

std::vector<measure> measures(int from, int count, std::int32_t level) {
    std::vector<measure> made;
    for (int i = from; i < from + count; ++i) {
        made.push_back({std::to_string(100'000 + i), i % 2 == 0 ? std::optional<std::string>{} : "n", level});
    }
    return made;
}

class bulk_writer : public testing::Test {
protected:
    void create_as(const std::string& definition) {
        session.core().run("drop table if exists bulk_measures cascade");
        session.core().run("create table bulk_measures (code text not null, name text, level int not null) " +
                           definition);
    }
    /// What the server sees this session doing once the rows are on their way, but not at their end.
    template <class Row>
    std::string seen_while_loading(const aludel::policy_for<Row>* policy, std::vector<Row> rows) {
        std::string seen;
        const std::int64_t number = dialects::connection_number(session);
        auto source = rows | std::views::transform([&](const Row& row) {
                          if (&row == &rows.back()) {
                              seen = conformance::db().open_session().query_one<std::string>(
                                  "select lower(query) from pg_stat_activity where pid = {}", number);
                          }
                          return row;
                      });
        aludel::repository<Row> rows_of{session};
        policy == nullptr ? rows_of.bulk_insert(source) : rows_of.bulk_insert(source, *policy);
        return seen;
    }
    aludel::session session = conformance::db().open_session();
    aludel::repository<measure> table{session};
};

TEST_F(bulk_writer, is_copy_for_plain_rows) {
    create_as("; alter table bulk_measures add primary key (code)");
    EXPECT_TRUE(seen_while_loading<measure>(nullptr, measures(0, 30'000, 1)).starts_with("copy "));
    EXPECT_EQ(table.count(), 30'000u);
}

TEST_F(bulk_writer, is_copy_for_given_and_for_generated_keys) {
    for (const std::int64_t first : {0, 1}) {
        conformance::db().drop_all<counted>();
        conformance::db().create_all<counted>();
        std::vector<counted> rows(30'000);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].id = first == 0 ? 0 : static_cast<std::int64_t>(i) + first;
        }
        EXPECT_TRUE(seen_while_loading<counted>(nullptr, rows).starts_with("copy ")) << first;
        EXPECT_EQ(aludel::repository<counted>{session}.count(), rows.size());
    }
}

TEST_F(bulk_writer, is_unnest_with_a_policy) {
    conformance::db().drop_all<counted>();
    conformance::db().create_all<counted>();
    std::vector<counted> rows(30'000);
    aludel::repository<counted>{session}.bulk_insert(rows);
    const aludel::policy_for<counted> renamed = aludel::on_conflict<&counted::id>.do_update();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = {static_cast<std::int64_t>(i) + 1, "named"};
    }
    EXPECT_NE(seen_while_loading(&renamed, rows).find("unnest("), std::string::npos);
    EXPECT_EQ(aludel::repository<counted>{session}.count(aludel::col<&counted::name> == "named"), 30'000u);
}

constexpr const char* any_case =
    "create collation if not exists any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";

TEST_F(bulk_writer, upserts_keys_that_differ_but_are_one_key_to_the_server) {
    session.core().run(any_case);
    create_as("; alter table bulk_measures alter code type text collate any_case, add primary key (code)");
    std::vector<measure> rows = measures(0, 3'000, 1);
    for (const char* const code : {"a", "A", "b", "B", "a"}) {
        rows.push_back({code, {}, static_cast<std::int32_t>(rows.size())});
    }
    const aludel::bulk_result result = table.bulk_insert(rows, update);
    EXPECT_EQ(result.inserted, 3'002u);
    EXPECT_EQ(result.updated, 3u);
    EXPECT_EQ(table.get("A").level, 3'004);
    EXPECT_EQ(table.get("b").level, 3'003);
}

TEST_F(bulk_writer, stores_nothing_when_a_row_fails_behind_two_of_one_key) {
    session.core().run(any_case);
    create_as("; alter table bulk_measures alter code type text collate any_case, add primary key (code), "
              "add check (level < 100)");
    const std::vector<measure> rows{{"a", {}, 1}, {"A", {}, 2}, {"b", {}, 100}};
    EXPECT_THROW(table.bulk_insert(rows, update), aludel::check_violation);
    EXPECT_EQ(table.count(), 0u);
}

struct counts {
    std::uint64_t inserted, updated, skipped;
    bool operator==(const counts&) const = default;
};

counts counted_as(const aludel::bulk_result& result) {
    return {result.inserted, result.updated, result.skipped};
}

TEST_F(bulk_writer, counts_the_same_on_every_kind_of_table) {
    struct kind {
        std::string_view name;
        std::string definition;
    };
    const std::vector<kind> kinds{
        {"plain", "; alter table bulk_measures add primary key (code)"},
        {"partitioned", "partition by range (code);"
                        "create table bulk_low partition of bulk_measures for values from"
                        " (minvalue) to ('100500');"
                        "create table bulk_high partition of bulk_measures default;"
                        "alter table bulk_measures add primary key (code)"},
        {"unlogged with a trigger",
         "; alter table bulk_measures set unlogged; alter table bulk_measures add primary key (code);"
         "create or replace function bulk_same() returns trigger language plpgsql as 'begin return new; end';"
         "create trigger same before insert or update on bulk_measures for each row execute function bulk_same()"},
    };
    for (const kind& each : kinds) {
        SCOPED_TRACE(each.name);
        create_as(each.definition);
        EXPECT_EQ(counted_as(table.bulk_insert(measures(0, 1'000, 1))), (counts{1'000, 0, 0}));
        EXPECT_EQ(counted_as(table.bulk_insert(measures(400, 1'000, 1), nothing)), (counts{400, 0, 600}));
        EXPECT_EQ(counted_as(table.bulk_insert(measures(0, 1'500, 1), update)), (counts{100, 0, 1'400}));
        EXPECT_EQ(counted_as(table.bulk_insert(measures(1'000, 600, 2), update)), (counts{100, 500, 0}));
        EXPECT_EQ(table.count(), 1'600u);
        EXPECT_EQ(table.get("101599").level, 2);
        EXPECT_THROW(table.bulk_insert(measures(1'599, 2, 3)), aludel::unique_violation);
        EXPECT_EQ(table.count(), 1'600u);
    }
}

TEST_F(bulk_writer, counts_rows_that_a_trigger_leaves_out_as_skipped) {
    create_as("; alter table bulk_measures add primary key (code);"
              "create or replace function bulk_positive() returns trigger language plpgsql as"
              " 'begin if new.level > 0 then return new; end if; return null; end';"
              "create trigger positive before insert on bulk_measures for each row execute function bulk_positive()");
    for (const int rows : {10, 1'000}) {  // a handful, and many
        auto given = measures(0, rows, 1);
        for (std::size_t i = 0; i < given.size(); i += 2) {
            given[i].level = -1;
        }
        const auto half = static_cast<std::uint64_t>(rows) / 2;
        EXPECT_EQ(counted_as(table.bulk_insert(given)), (counts{half, 0, half}));
        EXPECT_EQ(table.count(), half);
        table.remove_all();
        EXPECT_EQ(counted_as(table.bulk_insert(given, nothing)), (counts{half, 0, half}));
        EXPECT_EQ(counted_as(table.bulk_insert(given, update)), (counts{0, 0, 2 * half}));
        table.remove_all();
    }
}

TEST_F(bulk_writer, obeys_row_security) {
    create_as("; alter table bulk_measures enable row level security; alter table bulk_measures force row level"
              " security; create policy positive on bulk_measures using (true) with check (level > 0)");
    EXPECT_EQ(table.bulk_insert(measures(0, 10, 1)).inserted, 10u);
    EXPECT_EQ(thrown_by<aludel::statement_error>([&] { table.bulk_insert(measures(10, 10, 0)); }).sqlstate(), "42501");
    EXPECT_EQ(table.count(), 10u);
}

TEST_F(bulk_writer, fills_a_view_and_obeys_a_rule) {
    create_as("; alter table bulk_measures rename to bulk_under; create view bulk_measures as select * from"
              " bulk_under");
    EXPECT_EQ(table.bulk_insert(measures(0, 10, 1)).inserted, 10u);
    EXPECT_EQ(table.count(), 10u);
    session.core().run("drop view bulk_measures; drop table bulk_under");
    create_as("; create table bulk_log (code text); create rule logged as on insert to bulk_measures do also"
              " insert into bulk_log values (new.code)");
    table.bulk_insert(measures(0, 10, 1));
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from bulk_log"), 10);
    session.core().run("drop table bulk_measures cascade; drop table bulk_log");
}

struct misfit {
    std::string_view name;
    std::string_view change;
};

TEST_F(bulk_writer, cuts_nothing_to_fit_a_column_that_is_smaller_than_the_field) {
    constexpr std::array<misfit, 4> misfits{{
        {"smallint", "alter level type smallint"},
        {"varchar", "alter name type varchar(2)"},
        {"char", "alter name type char(2)"},
        {"numeric", "alter level type numeric(3)"},
    }};
    const measure fitting{"a", "ab", 123};
    const measure too_large{"b", "abc", 70'000};
    for (const misfit& each : misfits) {
        SCOPED_TRACE(each.name);
        create_as("; alter table bulk_measures add primary key (code); alter table bulk_measures " +
                  std::string{each.change});
        EXPECT_EQ(table.bulk_insert(std::vector{fitting}).inserted, 1u);
        EXPECT_EQ(table.get("a"), fitting);
        EXPECT_THROW(table.bulk_insert(std::vector{too_large}), aludel::mapping_error);
        EXPECT_THROW(table.bulk_insert(std::vector{too_large}, update), aludel::mapping_error);
        EXPECT_EQ(table.count(), 1u);
    }
}

TEST_F(bulk_writer, names_a_table_or_a_column_that_is_not_there) {
    session.core().run("drop table if exists bulk_measures cascade");
    const auto missing = thrown_by<aludel::statement_error>([&] { table.bulk_insert(measures(0, 10, 1)); });
    EXPECT_NE(std::string{missing.what()}.find("bulk_measures"), std::string::npos) << missing.what();
    create_as("; alter table bulk_measures drop column level");
    const auto column = thrown_by<aludel::statement_error>([&] { table.bulk_insert(measures(0, 10, 1)); });
    EXPECT_NE(std::string{column.what()}.find("level"), std::string::npos) << column.what();
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

}  // namespace bulk_writers
