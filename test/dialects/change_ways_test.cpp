// SPDX-License-Identifier: BSL-1.0
// Whichever writer inserts with an answer, upserts, updates or removes: it tells the same of each row, and the same is
// stored afterwards.
#include <map>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "../conformance/database.hpp"
#include "bulk/staged_writer.hpp"
#include "bulk/values_writer.hpp"

namespace change_ways {

using aludel::bulk_operation;
using aludel::conflict_action;
using aludel::row_outcome;

struct item {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> grade{};
    std::optional<double> weight{};
    std::optional<std::vector<std::byte>> seal{};
    aludel::audit audit{};
};

}  // namespace change_ways

template <>
inline constexpr auto aludel::entity<change_ways::item> =
    aludel::table("change_ways").unique<&change_ways::item::name>().default_value<&change_ways::item::grade>("'new'");

namespace change_ways {
namespace {

enum column : aludel::column_index { id, name, grade, weight, seal, created_at, updated_at };
const std::vector<aludel::column_index> all_columns{id, name, grade, weight, seal, created_at, updated_at};
constexpr int many = 2'600;  // more than one batch of some writers

enum class writer { native, many_row_values, staged };

std::string name_of(writer which) {
    constexpr const char* names[] = {"native", "many-row VALUES", "temporary table"};
    return names[static_cast<int>(which)];
}

bool is_for(writer which, const aludel::bulk_plan& plan) {
    const bool inserts_new = plan.operation == bulk_operation::insert && plan.policy.action == conflict_action::fail;
    return which == writer::native || (which == writer::many_row_values) == inserts_new;
}

std::unique_ptr<aludel::bulk_writer> open(writer which, aludel::session& session, const aludel::bulk_plan& plan) {
    switch (which) {
    case writer::native: return session.core().open_bulk_writer(plan);
    case writer::many_row_values: return std::make_unique<aludel::values_writer>(session.core(), plan);
    case writer::staged: return std::make_unique<aludel::staged_writer>(session.core(), plan);
    }
    return nullptr;
}

struct told {
    row_outcome outcome{};
    std::optional<item> stored;
};

/// What a writer did with rows, by their numbers.
struct account {
    std::map<std::uint64_t, told> rows;
    aludel::bulk_counts counts;
};

aludel::timestamp day(int number) {
    return aludel::timestamp{std::chrono::sys_days{std::chrono::year{2020} / 1 / 1} + std::chrono::days{number}};
}

item made(int number) {
    item each{.name = "item " + std::to_string(number), .grade = "old"};
    each.weight = number % 4 == 0 ? std::nullopt : std::optional{number / 3.0};
    each.seal = number % 5 == 0 ? std::nullopt : std::optional{std::vector<std::byte>(3, std::byte(number % 256))};
    each.audit.created_at = day(1);
    each.audit.updated_at = day(2);
    return each;
}

class change_ways : public testing::Test {
protected:
    /// Runs the same on each writer that is for such a plan, over a table that holds `before`.
    template <class Check>
    void on_each_writer(aludel::bulk_plan plan, const std::vector<item>& before, const std::vector<item>& rows,
                        Check check) {
        plan.table = &aludel::table_of<item>;
        for (const writer which : {writer::native, writer::many_row_values, writer::staged}) {
            SCOPED_TRACE(name_of(which));
            conformance::empty_tables<item>(session);
            aludel::repository<item>{session}.bulk_insert(before);
            account found;
            if (is_for(which, plan) && write(which, plan, rows, found)) {
                check(found);
            }
        }
    }

    /// False where the dialect has no such writer.
    bool write(writer which, aludel::bulk_plan plan, const std::vector<item>& rows, account& found) {
        if (!plan.returning.empty()) {
            plan.on_stored = [&, returning = plan.returning](std::uint64_t row, row_outcome outcome, auto values) {
                EXPECT_FALSE(found.rows.contains(row)) << "row " << row << " is told twice";
                found.rows[row] = {outcome, values.empty() ? std::nullopt : std::optional{object(returning, values)}};
            };
        }
        bool is_there = true;
        session.core().atomically([&] {
            const auto used = open(which, session, plan);
            is_there = used != nullptr;
            if (is_there) {
                add_all(*used, plan, rows);
                found.counts = used->finish();
            }
        });
        return is_there;
    }

    static void add_all(aludel::bulk_writer& used, const aludel::bulk_plan& plan, const std::vector<item>& rows) {
        std::vector<aludel::value_view> row(all_columns.size());
        std::vector<aludel::value_view> sent(plan.columns.size());
        const aludel::insert_preparation prepare{*plan.table, plan.now};
        for (const item& each : rows) {
            aludel::scratch temporaries;
            aludel::table_of<item>.read_row(&each, row, temporaries);
            if (plan.operation == bulk_operation::insert) {
                prepare(row);
            }
            for (std::size_t i = 0; i < sent.size(); ++i) {
                sent[i] = row[plan.columns[i]];
            }
            used.add(sent);
        }
    }

    static item object(const std::vector<aludel::column_index>& columns, std::span<const aludel::value_view> values) {
        std::vector<aludel::value_view> row(all_columns.size(), aludel::value_view::kept());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row[columns[i]] = values[i];
        }
        item made{};
        aludel::write_object(aludel::table_of<item>, &made, row);
        return made;
    }

    /// The rows by their names.
    std::map<std::string, item> stored() {
        std::map<std::string, item> rows;
        for (item& each : aludel::repository<item>{session}.list()) {
            const std::string key = each.name;
            rows.emplace(key, std::move(each));
        }
        return rows;
    }

    std::vector<item> rows_there() { return aludel::repository<item>{session}.list(); }

    aludel::session session = conformance::session_with<item>();
    const aludel::value_view now = aludel::value_view::of_timestamp(day(100).time_since_epoch().count());
};

void expect_same(const item& left, const item& right) {
    EXPECT_EQ(left.id, right.id);
    EXPECT_EQ(left.name, right.name);
    EXPECT_EQ(left.grade, right.grade);
    EXPECT_EQ(left.weight, right.weight);
    EXPECT_EQ(left.seal, right.seal);
    EXPECT_EQ(left.audit.created_at, right.audit.created_at);
    EXPECT_EQ(left.audit.updated_at, right.audit.updated_at);
}

std::vector<item> rows_made(int first, int count) {
    std::vector<item> rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back(made(first + i));
    }
    return rows;
}

TEST_F(change_ways, tell_the_keys_and_defaults_of_inserted_rows) {
    auto rows = rows_made(0, many);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].grade = i % 7 == 0 ? std::nullopt : rows[i].grade;
        // The greatest first: what the database counts from then on meets none of those to come.
        rows[i].id = i % 11 == 3 ? 1'000'000 - static_cast<int>(i) : 0;
    }
    aludel::bulk_plan plan{.columns = all_columns, .rows_stay_valid = true, .returning = {id, grade}, .now = now};
    for (const std::uint64_t expected : {std::uint64_t{0}, std::uint64_t{many}}) {
        plan.expected_rows = expected;
        on_each_writer(plan, {}, rows, [&](const account& found) {
            EXPECT_EQ(found.counts.inserted, rows.size());
            ASSERT_EQ(found.rows.size(), rows.size());
            const auto there = stored();
            for (const auto& [number, row] : found.rows) {
                ASSERT_EQ(row.outcome, row_outcome::inserted);
                ASSERT_TRUE(row.stored);
                const item& given = rows[number];
                const std::int64_t key = row.stored->id == 0 ? given.id : row.stored->id;  // 0: as it was sent
                ASSERT_EQ(there.at(given.name).id, key) << number;
                if (given.id != 0) {
                    ASSERT_EQ(key, given.id);
                }
                if (!given.grade) {
                    ASSERT_EQ(row.stored->grade, "new") << number;
                }
            }
        });
    }
}

TEST_F(change_ways, tell_keys_that_all_rows_leave_to_the_database) {
    const auto rows = rows_made(0, many);
    const aludel::bulk_plan plan{.columns = {name, grade, weight, seal, created_at, updated_at},
                                 .rows_stay_valid = true,
                                 .returning = {id},
                                 .now = now,
                                 .expected_rows = many};
    on_each_writer(plan, {}, rows, [&](const account& found) {
        const auto there = stored();
        ASSERT_EQ(found.rows.size(), rows.size());
        for (const auto& [number, row] : found.rows) {
            ASSERT_EQ(there.at(rows[number].name).id, row.stored->id);
        }
    });
}

aludel::bulk_plan upsert_plan(conflict_action action, std::vector<aludel::column_index> updates,
                              const aludel::value_view& now) {
    return {.columns = {name, grade, weight, seal, created_at, updated_at},
            .policy = {action, {name}, std::move(updates)},
            .rows_stay_valid = true,
            .returning = all_columns,
            .now = now,
            .expected_rows = many};
}

/// Rows of which every second is there already, and every fourth in the same words.
std::vector<item> half_new() {
    auto rows = rows_made(0, many);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].audit.created_at = day(50);
        rows[i].audit.updated_at = day(60);
        if (i % 4 == 2) {
            rows[i].grade = "changed";
            rows[i].weight = rows[i].weight ? std::nullopt : std::optional{0.5};
        }
    }
    return rows;
}

std::vector<item> every_second() {
    std::vector<item> rows;
    for (int i = 0; i < many; i += 2) {
        rows.push_back(made(i));
    }
    return rows;
}

TEST_F(change_ways, tell_inserted_updated_and_unchanged_rows_of_an_upsert_apart) {
    const auto before = every_second();
    const auto rows = half_new();
    const auto plan = upsert_plan(conflict_action::do_update, {grade, weight, seal, updated_at}, now);
    on_each_writer(plan, before, rows, [&](const account& found) {
        EXPECT_EQ(found.counts.inserted, many / 2u);
        EXPECT_EQ(found.counts.updated, many / 4u);
        EXPECT_EQ(found.counts.skipped, many / 4u);
        ASSERT_EQ(found.rows.size(), rows.size());
        const auto there = stored();
        ASSERT_EQ(there.size(), rows.size());
        for (const auto& [number, row] : found.rows) {
            SCOPED_TRACE(number);
            ASSERT_EQ(row.outcome, number % 2 == 1   ? row_outcome::inserted
                                   : number % 4 == 2 ? row_outcome::updated
                                                     : row_outcome::unchanged);
            ASSERT_TRUE(row.stored);
            expect_same(*row.stored, there.at(rows[number].name));
            ASSERT_EQ(row.stored->weight, rows[number].weight);
            ASSERT_EQ(row.stored->audit.created_at, number % 2 == 1 ? day(50) : day(1));
            ASSERT_EQ(row.stored->audit.updated_at, number % 4 == 0 ? day(2) : day(60));
        }
    });
}

TEST_F(change_ways, tell_what_is_there_for_an_upsert_that_changes_no_column) {
    const auto before = every_second();
    const auto rows = half_new();
    on_each_writer(upsert_plan(conflict_action::do_update, {}, now), before, rows, [&](const account& found) {
        EXPECT_EQ(found.counts.inserted, many / 2u);
        EXPECT_EQ(found.counts.skipped, many / 2u);
        ASSERT_EQ(found.rows.size(), rows.size());
        const auto there = stored();
        for (const auto& [number, row] : found.rows) {
            ASSERT_EQ(row.outcome, number % 2 == 1 ? row_outcome::inserted : row_outcome::unchanged);
            ASSERT_TRUE(row.stored);
            ASSERT_EQ(row.stored->grade, "old") << number;
            ASSERT_EQ(row.stored->id, there.at(rows[number].name).id);
        }
    });
}

TEST_F(change_ways, tell_which_rows_were_inserted_where_those_that_are_there_stay) {
    const auto before = every_second();
    const auto rows = half_new();
    on_each_writer(upsert_plan(conflict_action::do_nothing, {}, now), before, rows, [&](const account& found) {
        EXPECT_EQ(found.counts.inserted, many / 2u);
        EXPECT_EQ(found.counts.skipped, many / 2u);
        ASSERT_EQ(found.rows.size(), rows.size());
        const auto there = stored();
        for (const auto& [number, row] : found.rows) {
            ASSERT_EQ(row.outcome, number % 2 == 1 ? row_outcome::inserted : row_outcome::unchanged);
            ASSERT_EQ(row.stored.has_value(), number % 2 == 1) << number;
            if (row.stored) {
                ASSERT_EQ(row.stored->id, there.at(rows[number].name).id);
            }
        }
    });
}

TEST_F(change_ways, insert_rows_with_a_null_in_the_conflict_key) {
    auto rows = rows_made(0, 300);
    auto plan = upsert_plan(conflict_action::do_update, {name, grade, weight, seal, updated_at}, now);
    plan.columns = all_columns;
    plan.policy.key = {id};
    plan.expected_rows = rows.size();
    on_each_writer(plan, {}, rows, [&](const account& found) {
        EXPECT_EQ(found.counts.inserted, rows.size());
        const auto there = stored();
        ASSERT_EQ(found.rows.size(), rows.size());
        for (const auto& [number, row] : found.rows) {
            ASSERT_EQ(row.outcome, row_outcome::inserted);
            ASSERT_EQ(row.stored->id, there.at(rows[number].name).id);
        }
    });
}

TEST_F(change_ways, meet_another_key_than_the_named_one_as_a_violation) {
    const auto before = every_second();
    for (const writer which : {writer::native, writer::staged}) {
        SCOPED_TRACE(name_of(which));
        conformance::empty_tables<item>(session);
        aludel::repository<item>{session}.bulk_insert(before);
        auto rows = rows_there();
        rows[100].name = "item 0";
        auto plan = upsert_plan(conflict_action::do_update, {name, grade, updated_at}, now);
        plan.table = &aludel::table_of<item>;
        plan.columns = all_columns;
        plan.policy.key = {id};
        account found;
        bool is_there = true;
        try {
            is_there = write(which, plan, rows, found);
            EXPECT_FALSE(is_there) << "nothing was thrown";
        } catch (const aludel::unique_violation&) {
        }
        EXPECT_EQ(stored().size(), before.size());
    }
}

TEST_F(change_ways, update_the_rows_that_are_there_and_tell_the_others) {
    const auto before = rows_made(0, many);
    const aludel::bulk_plan plan{.columns = {name, grade, weight, seal, updated_at},
                                 .policy = {conflict_action::fail, {name}, {grade, weight, seal, updated_at}},
                                 .rows_stay_valid = true,
                                 .operation = bulk_operation::update,
                                 .returning = {id, created_at, updated_at},
                                 .now = now,
                                 .expected_rows = many};
    auto rows = before;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].audit.updated_at = {};  // the library decides
        rows[i].weight = i % 3 == 0 ? std::optional{-7.25} : rows[i].weight;
        rows[i].seal = i % 3 == 0 ? std::nullopt : rows[i].seal;
        rows[i].name += i % 10 == 9 ? " is not there" : "";
        if (i % 10 == 5) {
            rows[i].audit.updated_at = day(70);
        }
    }
    on_each_writer(plan, before, rows, [&](const account& found) {
        EXPECT_EQ(found.counts.updated + found.counts.skipped, many - many / 10u);
        ASSERT_EQ(found.rows.size(), rows.size());
        const auto there = stored();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            SCOPED_TRACE(i);
            const told& row = found.rows.at(i);
            if (i % 10 == 9) {
                ASSERT_EQ(row.outcome, row_outcome::absent);
                continue;
            }
            const item& now_there = there.at(rows[i].name);
            ASSERT_NE(row.outcome, row_outcome::absent);
            ASSERT_EQ(row.stored->id, now_there.id);
            ASSERT_EQ(row.stored->audit.created_at, day(1));
            ASSERT_EQ(row.stored->audit.updated_at, now_there.audit.updated_at);
            ASSERT_EQ(now_there.weight, rows[i].weight);
            ASSERT_EQ(now_there.seal, rows[i].seal);
            ASSERT_EQ(now_there.audit.updated_at, i % 10 == 5 ? day(70) : i % 3 == 0 ? day(100) : day(2));
        }
    });
}

TEST_F(change_ways, remove_the_rows_that_are_there_and_count_them) {
    const auto before = rows_made(0, many);
    const aludel::bulk_plan plan{.columns = {name},
                                 .policy = {conflict_action::fail, {name}, {}},
                                 .rows_stay_valid = true,
                                 .operation = bulk_operation::remove,
                                 .expected_rows = many};
    on_each_writer(plan, before, rows_made(many / 2, many), [&](const account& found) {
        EXPECT_EQ(found.counts.removed, many / 2u);
        const auto there = stored();
        EXPECT_EQ(there.size(), many / 2u);
        EXPECT_TRUE(there.contains("item 0"));
        EXPECT_FALSE(there.contains("item " + std::to_string(many - 1)));
    });
}

}  // namespace
}  // namespace change_ways
