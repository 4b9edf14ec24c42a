// SPDX-License-Identifier: BSL-1.0
// Loads into tables that SQLite treats in ways of its own, and what else lives on the connection.
#include <limits>
#include <map>
#include <ranges>
#include <thread>

#include <sqlite3.h>

#include "../../../dialects/sqlite/native_handle.hpp"
#include "../../conformance/database.hpp"
#include "../expecting.hpp"
#include "temporary_directory.hpp"

namespace sqlite_bulk {

using aludel::on_conflict;
using dialects::thrown_by;

struct item {
    std::int64_t id{};
    std::string name;
    std::optional<double> weight;
    bool operator==(const item&) const = default;
};
struct measure {
    std::string code;
    std::int32_t level = 0;
    bool operator==(const measure&) const = default;
};

}  // namespace sqlite_bulk

template <>
inline constexpr auto
    aludel::entity<sqlite_bulk::item> = aludel::table("loaded_items").unique<&sqlite_bulk::item::name>();
template <>
inline constexpr auto
    aludel::entity<sqlite_bulk::measure> = aludel::table("loaded_measures").primary_key<&sqlite_bulk::measure::code>();

namespace sqlite_bulk {

constexpr int many = 12'000;  // several batches
const auto update_items = on_conflict<&item::name>.do_update();
const auto update_measures = on_conflict<&measure::code>.do_update();

std::vector<item> items(int from, int count) {
    std::vector<item> made;
    for (int i = from; i < from + count; ++i) {
        made.push_back({0, "item " + std::to_string(i), i % 3 == 0 ? std::optional<double>{} : i / 4.0});
    }
    return made;
}

std::vector<measure> measures(int from, int count, std::int32_t level) {
    std::vector<measure> made;
    for (int i = from; i < from + count; ++i) {
        made.push_back({"m" + std::to_string(i), level});
    }
    return made;
}

class sqlite_bulk : public testing::Test {
protected:
    /// The table of items, with what only SQLite knows.
    void create_items(const std::string& key, const std::string& name = "text not null unique",
                      const std::string& options = {}) {
        session.core().run("drop table if exists loaded_items");
        session.core().run("create table loaded_items (id " + key + ", name " + name + ", weight real)" + options);
    }
    void create_measures(const std::string& options) {
        session.core().run("drop table if exists loaded_measures");
        session.core().run("create table loaded_measures (code text not null primary key, level integer not null) " +
                           options);
    }
    void create_counted_items() { create_items("integer primary key autoincrement"); }

    /// Each object's key is that of the row with its name.
    void expect_told_keys_are_stored(const std::vector<item>& told) {
        std::map<std::string, std::int64_t> keys;
        for (const item& each : table.list()) {
            keys[each.name] = each.id;
        }
        ASSERT_EQ(keys.size(), told.size());
        for (const item& each : told) {
            ASSERT_EQ(keys.at(each.name), each.id) << each.name;
        }
    }

    dialects::temporary_directory directory;
    aludel::engine engine{directory.url("bulk.db")};
    aludel::session session = engine.open_session();
    aludel::repository<item> table{session};
    aludel::repository<measure> levels{session};
};

TEST_F(sqlite_bulk, keys_of_many_rows_are_told_across_batches) {
    create_counted_items();
    expect_told_keys_are_stored(table.add_many(items(0, many)));
}

TEST_F(sqlite_bulk, given_and_generated_keys_mix_in_any_order) {
    create_counted_items();
    auto rows = items(0, many);
    for (std::size_t i = 0; i < rows.size(); i += 1 + i % 7) {
        rows[i].id = static_cast<std::int64_t>(1'000'000 + 10 * i);
    }
    const auto told = table.add_many(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].id != 0) {
            ASSERT_EQ(told[i].id, rows[i].id);
        }
    }
    expect_told_keys_are_stored(told);
}

TEST_F(sqlite_bulk, keys_are_told_where_the_table_does_not_count) {
    create_items("integer primary key");
    // Behind the greatest key there is SQLite tries keys at random: sqlite.org/autoinc.html
    table.add({std::numeric_limits<std::int64_t>::max(), "last", {}});
    auto told = table.add_many(items(0, 500));
    told.push_back({std::numeric_limits<std::int64_t>::max(), "last", {}});
    expect_told_keys_are_stored(told);
}

TEST_F(sqlite_bulk, keys_are_told_where_a_trigger_takes_some_of_them) {
    create_counted_items();
    session.core().run("create trigger takes_a_key after insert on loaded_items when new.name like 'item %5' begin "
                       "insert into loaded_items (name) values ('taken for ' || new.name); end");
    const auto told = table.add_many(items(0, 1'000));
    EXPECT_EQ(table.count(), 1'100u);
    for (const item& each : told) {
        ASSERT_EQ(table.get(each.id).name, each.name);
    }
}

TEST_F(sqlite_bulk, upserts_are_counted_where_triggers_change_rows_too) {
    create_counted_items();
    session.core().run("create table log (name text)");
    session.core().run("create trigger logs_inserts after insert on loaded_items begin "
                       "insert into log values (new.name); insert into log values (new.name); end");
    session.core().run("create trigger logs_updates after update on loaded_items begin "
                       "insert into log values (new.name); end");
    table.bulk_insert(items(0, 3'000));
    auto rows = items(1'000, 4'000);
    for (std::size_t i = 0; i < 500; ++i) {
        rows[i].weight = -1;
    }
    const auto result = table.bulk_insert(rows, update_items);
    EXPECT_EQ(result.inserted, 2'000u);
    EXPECT_EQ(result.updated, 500u);
    EXPECT_EQ(result.skipped, 1'500u);
    EXPECT_EQ(session.query_one<int>("select count(*) from log"), 2 * 5'000 + 500);
}

TEST_F(sqlite_bulk, rows_that_a_trigger_ignores_are_no_updates) {
    create_measures("");
    session.core().run("create trigger ignores before insert on loaded_measures when new.level < 0 begin "
                       "select raise(ignore); end");
    levels.bulk_insert(measures(0, 100, 1));
    auto rows = measures(50, 100, 2);
    for (std::size_t i = 90; i < rows.size(); ++i) {
        rows[i].level = -1;
    }
    const auto result = levels.bulk_insert(rows, update_measures);
    EXPECT_EQ(result.inserted, 40u);
    EXPECT_EQ(result.updated, 50u);
    EXPECT_EQ(result.skipped, 10u);
}

TEST_F(sqlite_bulk, what_a_table_says_of_conflicts_holds) {
    create_items("integer primary key autoincrement", "text not null unique on conflict replace");
    table.bulk_insert(items(0, many));
    auto rows = items(0, many);
    for (item& row : rows) {
        row.weight = 2.5;
    }
    table.bulk_insert(rows);
    EXPECT_EQ(table.count(), static_cast<std::uint64_t>(many));
    EXPECT_EQ(table.count(aludel::col<&item::weight> == 2.5), static_cast<std::uint64_t>(many));
}

TEST_F(sqlite_bulk, what_a_trigger_says_of_conflicts_holds) {
    create_counted_items();
    session.core().run("create table seen (weight real unique)");
    session.core().run("create trigger sees after insert on loaded_items begin "
                       "insert or ignore into seen values (new.weight); end");
    auto rows = items(0, many);
    for (item& row : rows) {
        row.weight = 1;
    }
    table.bulk_insert(rows);
    EXPECT_EQ(session.query_one<int>("select count(*) from seen"), 1);
}

TEST_F(sqlite_bulk, tables_without_rowid_are_loaded_and_upserts_counted) {
    create_measures("without rowid");
    EXPECT_EQ(levels.bulk_insert(measures(0, many, 1)).inserted, static_cast<std::uint64_t>(many));
    auto rows = measures(many / 2, many, 2);
    rows[0].level = 1;
    const auto result = levels.bulk_insert(rows, update_measures);
    EXPECT_EQ(result.inserted, many / 2u);
    EXPECT_EQ(result.updated, many / 2u - 1);
    EXPECT_EQ(result.skipped, 1u);

    rows = measures(many, many, 3);
    const auto stored = levels.upsert_many(rows, on_conflict<&measure::code>);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(stored[i].object, rows[i]);
        ASSERT_EQ(stored[i].created, i >= many / 2u);
    }
}

TEST_F(sqlite_bulk, strict_tables_refuse_what_does_not_fit_and_keep_nothing) {
    session.core().run("drop table if exists loaded_measures");
    session.core().run("create table loaded_measures (code text not null primary key, level blob) strict");
    EXPECT_THROW(levels.bulk_insert(measures(0, many, 1)), aludel::mapping_error);
    EXPECT_EQ(levels.count(), 0u);
    create_measures("strict");
    EXPECT_EQ(levels.bulk_insert(measures(0, many, 1)).inserted, static_cast<std::uint64_t>(many));
}

TEST_F(sqlite_bulk, a_failure_in_the_middle_leaves_what_was_there_before) {
    for (const char* trigger : {"", "create trigger t after insert on loaded_items begin select 1; end"}) {
        create_counted_items();
        if (*trigger != '\0') {
            session.core().run(trigger);
        }
        auto rows = items(0, many);
        rows[many - 10].name = "item 7";
        session.core().atomically([&] {
            table.add({0, "before", {}});
            const auto failed = thrown_by<aludel::unique_violation>([&] { table.bulk_insert(rows); });
            EXPECT_EQ(failed.table(), "loaded_items");
            EXPECT_EQ(failed.column(), "name");
            table.add({0, "after", {}});
        });
        EXPECT_EQ(table.count(), 2u);
    }
}

TEST_F(sqlite_bulk, a_value_that_cannot_be_stored_names_its_column) {
    create_counted_items();
    auto rows = items(0, many);
    rows[many - 10].weight = std::numeric_limits<double>::quiet_NaN();
    for (const auto& load : {std::function<void()>{[&] {
                                 table.bulk_insert(rows);
                             }},
                             std::function<void()>{[&] {
                                 table.bulk_insert(rows, update_items);
                             }},
                             std::function<void()>{[&] {
                                 (void)table.upsert_many(rows, update_items);
                             }}}) {
        const auto failed = thrown_by<aludel::mapping_error>(load);
        EXPECT_EQ(failed.column(), "weight");
        dialects::expect_said(failed, {"loaded_items.weight is NaN", "std::optional"});
        EXPECT_EQ(table.count(), 0u);
    }
    rows[many - 10].weight = 1;
    EXPECT_EQ(table.bulk_insert(rows).inserted, static_cast<std::uint64_t>(many));
}

TEST_F(sqlite_bulk, a_key_that_comes_again_is_updated_by_its_last_row) {
    create_measures("");
    auto rows = measures(0, 1'000, 1);
    for (const measure& again : measures(0, 1'000, 2)) {
        rows.push_back(again);
    }
    const auto result = levels.bulk_insert(rows, update_measures);
    EXPECT_EQ(result.inserted, 1'000u);
    EXPECT_EQ(result.updated, 1'000u);
    EXPECT_EQ(levels.count(aludel::col<&measure::level> == 2), 1'000u);
}

TEST_F(sqlite_bulk, a_source_may_read_through_another_session_and_load_through_its_own) {
    create_counted_items();
    create_measures("");
    aludel::session other = engine.open_session();
    std::int64_t seen = -1;
    auto source = std::views::iota(0, many) | std::views::transform([&](int i) {
                      if (i == many / 2) {
                          seen = other.query_one<std::int64_t>("select count(*) from loaded_items");
                          levels.bulk_insert(measures(0, many, 1));
                      }
                      return item{0, std::to_string(i), {}};
                  });
    EXPECT_EQ(table.bulk_insert(source).inserted, static_cast<std::uint64_t>(many));
    EXPECT_EQ(seen, 0);  // not before it is committed
    EXPECT_EQ(levels.count(), static_cast<std::uint64_t>(many));
}

TEST_F(sqlite_bulk, the_update_hook_stays_the_users) {
    create_measures("");
    ::sqlite3* handle = aludel::sqlite::native_handle(session.soci());
    std::map<int, int> told;
    const auto count = [](void* counts, int operation, const char*, const char*, ::sqlite3_int64) {
        ++(*static_cast<std::map<int, int>*>(counts))[operation];
    };
    ::sqlite3_update_hook(handle, count, &told);
    levels.bulk_insert(measures(0, 3'000, 1), update_measures);
    levels.bulk_insert(measures(1'000, 3'000, 2), update_measures);
    EXPECT_EQ(::sqlite3_update_hook(handle, nullptr, nullptr), &told);
    EXPECT_EQ(told[SQLITE_INSERT], 4'000);
    EXPECT_EQ(told[SQLITE_UPDATE], 2'000);
}

TEST_F(sqlite_bulk, engines_of_one_process_load_at_the_same_time) {
    aludel::engine other{directory.url("other.db")};
    const auto load = [](aludel::engine& into, int from) {
        into.create_all<item, measure>();
        aludel::session own = into.open_session();
        aludel::repository<item>{own}.bulk_insert(items(from, many));
        aludel::repository<measure>{own}.bulk_insert(measures(from, many, 1), update_measures);
    };
    std::jthread second{[&] {
        load(other, 5);
    }};
    load(engine, 0);
    second.join();
    aludel::session others = other.open_session();
    EXPECT_EQ(table.count(), static_cast<std::uint64_t>(many));
    EXPECT_EQ(aludel::repository<item>{others}.get_one(aludel::col<&item::name> == "item 5").id, 1);
}

TEST_F(sqlite_bulk, names_in_quotes_and_words_of_sql_are_no_matter_to_the_virtual_table) {
    create_counted_items();
    session.core().run("drop table loaded_items");
    session.core().run("create table loaded_items (id integer primary key autoincrement, name text unique, weight "
                       "real, c0 text default 'own', waiting text default 'own', check (name <> 'refused'))");
    EXPECT_EQ(table.bulk_insert(items(0, 10)).inserted, 10u);
    EXPECT_EQ(session.query_one<int>("select count(*) from loaded_items where c0 = 'own' and waiting = 'own'"), 10);
    auto rows = items(10, 10);
    rows[5].name = "refused";
    EXPECT_THROW(table.bulk_insert(rows), aludel::check_violation);
    EXPECT_EQ(table.count(), 10u);
}

TEST_F(sqlite_bulk, the_virtual_table_gives_nothing_to_plain_sql) {
    create_counted_items();
    table.bulk_insert(items(0, 10));
    EXPECT_EQ(session.query_one<int>("select count(*) from aludel_rows_2(5)"), 0);
    EXPECT_THROW((void)session.query_one<int>("select count(*) from aludel_rows_2"), aludel::statement_error);
    session.core().run("create view peeks as select * from aludel_rows_2(1)");
    EXPECT_THROW((void)session.query_one<int>("select count(*) from peeks"), aludel::statement_error);
    session.core().run("drop view peeks");
}

TEST_F(sqlite_bulk, a_change_of_the_table_between_loads_is_noticed) {
    create_counted_items();
    table.bulk_insert(items(0, 10));
    create_items("integer primary key autoincrement", "text not null check (name like 'item %')");
    EXPECT_EQ(table.bulk_insert(items(0, 10)).inserted, 10u);
    EXPECT_THROW(table.bulk_insert(std::vector<item>{{0, "other", {}}}), aludel::check_violation);
}

}  // namespace sqlite_bulk
