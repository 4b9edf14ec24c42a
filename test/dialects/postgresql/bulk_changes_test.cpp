// SPDX-License-Identifier: BSL-1.0
// Upserts, updates and removals of many rows, on the kinds of tables and keys that only PostgreSQL has.
#include <ranges>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace bulk_changes {

struct reading {
    std::string code;
    std::optional<std::string> name;
    std::int32_t level = 0;
    bool operator==(const reading&) const = default;
};

}  // namespace bulk_changes

template <>
inline constexpr auto
    aludel::entity<bulk_changes::reading> = aludel::table("bulk_readings").primary_key<&bulk_changes::reading::code>();

namespace bulk_changes {

constexpr auto by_code = aludel::on_conflict<&reading::code>;

std::vector<reading> readings(int from, int count, std::int32_t level) {
    std::vector<reading> made;
    for (int i = from; i < from + count; ++i) {
        made.push_back({std::to_string(100'000 + i), i % 2 == 0 ? std::optional<std::string>{} : "n", level});
    }
    return made;
}

std::vector<std::string> codes_of(const std::vector<reading>& rows) {
    std::vector<std::string> codes;
    for (const reading& row : rows) {
        codes.push_back(row.code);
    }
    return codes;
}

class changes_in_bulk : public testing::Test {
protected:
    changes_in_bulk() { create("code text collate \"C\" primary key, name text, level int not null"); }

    void create(const std::string& columns, const std::string& more = {}) {
        session.core().run("drop table if exists bulk_readings cascade");
        session.core().run("create table bulk_readings (" + columns + ") " + more);
    }
    void create_ignoring_case() {
        session.core().run("create collation if not exists any_case (provider = icu, locale = 'und-u-ks-level2',"
                           " deterministic = false)");
        create("code text collate any_case primary key, name text, level int not null");
    }
    aludel::session session = conformance::db().open_session();
    aludel::repository<reading> table{session};
};

struct kind_of_table {
    std::string_view name;
    std::string columns;
    std::string more;
};

TEST_F(changes_in_bulk, are_the_same_on_every_kind_of_table) {
    const std::string columns = "code text collate \"C\" primary key, name text, level int not null";
    const std::vector<kind_of_table> kinds{
        {"plain", columns, ""},
        {"partitioned", columns,
         "partition by range (code); create table bulk_low partition of bulk_readings for values from (minvalue) to"
         " ('100500'); create table bulk_high partition of bulk_readings default"},
        {"shorter types", "code varchar(20) primary key, name char(1), level smallint not null", ""},
        {"a key that is padded", "code char(9) primary key, name text, level int not null", ""},
        {"a key of another type", "code numeric primary key, name text, level bigint not null", ""},
        {"row security", columns,
         "; alter table bulk_readings enable row level security; alter table bulk_readings force row level security;"
         " create policy all_rows on bulk_readings using (true)"},
    };
    for (const kind_of_table& kind : kinds) {
        SCOPED_TRACE(kind.name);
        create(kind.columns, kind.more);
        EXPECT_EQ(table.bulk_insert(readings(0, 3'000, 1)).inserted, 3'000u);
        auto rows = readings(1'500, 3'000, 2);
        rows[0].level = 1;
        const auto stored = table.upsert_many(rows, by_code.do_update());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            ASSERT_EQ(stored[i].created, i >= 1'500) << i;
            ASSERT_EQ(stored[i].object.level, rows[i].level) << i;
        }
        for (reading& row : rows) {
            row.level = 3;
        }
        table.update_many(rows);
        EXPECT_EQ(table.count(aludel::col<&reading::level> == 3), 3'000u);
        EXPECT_EQ(table.remove_many(codes_of(readings(4'000, 1'000, 0))), 500u);
        EXPECT_EQ(table.count(), 4'000u);
    }
}

TEST_F(changes_in_bulk, of_which_one_row_is_absent_change_nothing) {
    table.bulk_insert(readings(0, 10'500, 1));
    auto rows = readings(0, 10'500, 2);
    rows[7'777].code = "absent";
    EXPECT_THROW(table.update_many(rows), aludel::not_found);
    EXPECT_EQ(table.count(aludel::col<&reading::level> == 1), 10'500u);
    rows[7'777].code = rows[7'776].code;  // the last one wins
    rows[7'777].level = 5;
    table.update_many(rows);
    EXPECT_EQ(table.get(rows[7'776].code).level, 5);
    EXPECT_EQ(table.count(aludel::col<&reading::level> == 2), 10'498u);
}

TEST_F(changes_in_bulk, upsert_keys_that_differ_but_are_one_key_to_the_server) {
    create_ignoring_case();
    auto rows = readings(0, 1'500, 1);
    rows.insert(rows.end(), {{"a", {}, 10}, {"A", {}, 11}, {"b", {}, 12}, {"B", {}, 12}});
    const auto stored = table.upsert_many(rows, by_code.do_update());
    EXPECT_EQ(table.count(), 1'502u);
    EXPECT_TRUE(stored[1'500].created);
    EXPECT_FALSE(stored[1'501].created);
    EXPECT_EQ(stored[1'501].object.level, 11);
    EXPECT_TRUE(stored[1'502].created);
    EXPECT_FALSE(stored[1'503].created);
    EXPECT_EQ(table.get("a").level, 11);
}

TEST_F(changes_in_bulk, return_the_first_of_keys_that_are_one_key_to_the_server_where_rows_stay) {
    create_ignoring_case();
    table.add({"c", {}, 1});
    const std::vector<reading> rows{{"a", {}, 10}, {"A", {}, 11}, {"b", {}, 12}, {"C", {}, 13}, {"B", {}, 14}};
    const auto stored = table.bulk_insert_returning(rows, by_code.do_nothing());
    EXPECT_EQ(stored, (std::vector<reading>{rows[0], rows[2]}));
    EXPECT_EQ(table.count(), 3u);
}

TEST_F(changes_in_bulk, update_by_the_last_of_keys_that_are_one_key_to_the_server) {
    create_ignoring_case();
    table.bulk_insert(readings(0, 1'500, 1));
    table.add({"a", {}, 1});
    auto rows = readings(0, 1'500, 2);
    rows.insert(rows.begin() + 10, {"A", {}, 20});
    rows.insert(rows.begin() + 900, {"a", {}, 30});
    table.update_many(rows);
    EXPECT_EQ(table.get("a").level, 30);
    rows[10].code = "d";
    EXPECT_THROW(table.update_many(rows), aludel::not_found);
}

TEST_F(changes_in_bulk, tell_what_a_trigger_made_of_upserted_rows) {
    session.core().run("create or replace function bulk_shout() returns trigger language plpgsql as"
                       " 'begin new.name := upper(new.name); return new; end';"
                       "create trigger shout before insert or update on bulk_readings for each row"
                       " execute function bulk_shout()");
    table.bulk_insert(readings(0, 1'000, 1));
    const auto stored = table.upsert_many(readings(500, 1'000, 2), by_code.do_update());
    for (const auto& each : stored) {
        ASSERT_TRUE(!each.object.name || each.object.name == "N");
    }
}

TEST_F(changes_in_bulk, let_their_source_use_the_session) {
    table.bulk_insert(readings(0, 5'000, 1));
    const auto source =
        std::views::iota(0, 5'000) | std::views::transform([this](int i) {
            const std::string code = std::to_string(100'000 + i);
            const auto level = [&] {
                return session.query_one<int>("select level + 10 from bulk_readings where code = {}", code);
            };
            return reading{code, "n", i % 700 == 3 ? level() : 2};
        });
    const aludel::bulk_result result = table.bulk_insert(source, by_code.do_update());
    EXPECT_EQ(result.updated, 5'000u);
    EXPECT_EQ(table.count(aludel::col<&reading::level> == 11), 8u);
}

TEST_F(changes_in_bulk, fail_even_if_their_source_keeps_the_error_for_itself) {
    session.core().run("alter table bulk_readings add unique (level)");
    const auto source = std::views::iota(0, 5'000) | std::views::transform([this](int i) {
                            if (i == 3'500) {  // a batch with two rows of one level is on its way
                                try {
                                    static_cast<void>(table.count());
                                } catch (const aludel::error&) {
                                }
                            }
                            return reading{std::to_string(100'000 + i), {}, i == 2'900 ? 5 : i};
                        });
    const auto failed =
        dialects::thrown_by<aludel::unique_violation>([&] { table.bulk_insert(source, by_code.do_update()); });
    EXPECT_EQ(failed.constraint(), "bulk_readings_level_key");
    EXPECT_EQ(table.count(), 0u);
    EXPECT_EQ(table.bulk_insert(readings(0, 1, 1), by_code.do_update()).inserted, 1u);
}

}  // namespace bulk_changes
