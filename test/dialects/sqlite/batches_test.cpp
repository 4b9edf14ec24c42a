// SPDX-License-Identifier: BSL-1.0
// How many rows share a statement of a load, and that none is lost or read twice where batches end.
#include <algorithm>
#include <forward_list>
#include <limits>
#include <list>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "../expecting.hpp"
#include "temporary_directory.hpp"

namespace sqlite_batches {

using dialects::expect_said;
using dialects::temporary_directory;
using dialects::thrown_by;

struct item {
    std::int64_t id{};
    std::string name;
    std::optional<double> weight;
    bool operator==(const item&) const = default;
};

}  // namespace sqlite_batches

template <>
inline constexpr auto aludel::entity<sqlite_batches::item> = aludel::table("batched_items");

namespace sqlite_batches {

constexpr int many = 12'000;  // several batches

/// Without keys.
std::vector<item> items(int from, int count) {
    std::vector<item> made;
    for (int i = from; i < from + count; ++i) {
        made.push_back({0, "item " + std::to_string(i), i % 3 == 0 ? std::optional<double>{} : i / 4.0});
    }
    return made;
}

std::vector<item> keyed_items(int count) {
    std::vector<item> made = items(0, count);
    for (std::size_t i = 0; i < made.size(); ++i) {
        made[i].id = static_cast<std::int64_t>(i) + 1;
    }
    return made;
}

class sqlite_batches : public testing::Test {
protected:
    void SetUp() override { create(); }
    void create() {
        engine.drop_all<item>();
        engine.create_all<item>();
    }

    temporary_directory directory;
    aludel::engine engine{directory.url("batches.db")};
    aludel::session session = engine.open_session();
    aludel::repository<item> table{session};
};

/// The rows that each statement of the load carried.
std::vector<std::uint64_t> rows_by_statement(const temporary_directory& directory, const std::vector<item>& rows,
                                             const aludel::policy_for<item>& policy = {}) {
    std::vector<std::uint64_t> carried;
    aludel::engine_options options;
    options.on_statement = [&](const aludel::statement_event& event) {
        if (event.kind == aludel::statement_kind::bulk) {
            carried.push_back(event.rows);
        }
    };
    aludel::engine watched{directory.url("batches.db"), options};
    aludel::session loading = watched.open_session();
    aludel::repository<item>{loading}.bulk_insert(rows, policy);
    return carried;
}

TEST_F(sqlite_batches, statements_carry_fewer_rows_where_rows_are_large) {
    const auto small = rows_by_statement(directory, items(0, many));
    auto large_items = items(many, 1'000);
    for (item& each : large_items) {
        each.name.resize(4'000, '.');
    }
    const auto large = rows_by_statement(directory, large_items);
    ASSERT_FALSE(small.empty());
    ASSERT_FALSE(large.empty());
    EXPECT_GE(*std::max_element(small.begin(), small.end()), 2'000u);
    EXPECT_LE(*std::max_element(large.begin(), large.end()), 64u);
    EXPECT_EQ(table.count(), static_cast<std::uint64_t>(many) + 1'000);
    EXPECT_EQ(table.count(aludel::col<&item::name> == large_items.back().name), 1u);
}

TEST_F(sqlite_batches, statements_follow_rows_that_grow) {
    auto rows = keyed_items(many);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].name.resize(i < rows.size() / 2 ? rows[i].name.size() : 4'000, '.');
    }
    const auto carried = rows_by_statement(directory, rows);
    EXPECT_EQ(std::accumulate(carried.begin(), carried.end(), std::uint64_t{0}), rows.size());
    ASSERT_GE(carried.size(), 3u);
    EXPECT_GE(carried[1], 1'000u);
    EXPECT_LE(carried[carried.size() - 2], 64u);
    EXPECT_EQ(table.list(), rows);
}

TEST_F(sqlite_batches, statements_of_upserts_carry_what_their_journal_holds_in_memory) {
    const auto update = aludel::on_conflict<&item::id>.do_update();
    auto rows = keyed_items(many);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool large = i >= 4'000 && i < 5'000;
        const bool huge = i >= 5'000 && i < 5'100;
        rows[i].name.resize(large ? 1'000 : huge ? 40'000 : rows[i].name.size(), '.');
    }
    for (const bool changes : {false, true}) {
        for (item& each : rows) {
            each.weight = changes ? 5.5 : 4.5;
        }
        const auto carried = rows_by_statement(directory, rows, update);
        EXPECT_EQ(std::accumulate(carried.begin(), carried.end(), std::uint64_t{0}), rows.size());
        EXPECT_EQ(carried.front(), 8u);
        EXPECT_GE(std::count(carried.begin(), carried.end(), 8u), 90) << "of a kilobyte";
        EXPECT_GE(std::count(carried.begin(), carried.end(), 1u), 90) << "of 40 kilobytes";
        EXPECT_LE(*std::max_element(carried.begin(), carried.end()), 300u);
        EXPECT_GE(carried[carried.size() - 2], 150u);
        EXPECT_EQ(table.list(), rows);
    }
}

/// Rows with their keys go into the batch many at once.
class sqlite_portions : public sqlite_batches, public testing::WithParamInterface<int> {
protected:
    template <class Range>
    void expect_loaded(Range rows, const std::vector<item>& wanted) {
        create();
        EXPECT_EQ(table.bulk_insert(rows).inserted, wanted.size());
        EXPECT_EQ(table.list(), wanted);
    }
};

TEST_P(sqlite_portions, end_where_the_range_ends) {
    const auto wanted = keyed_items(GetParam());
    expect_loaded(wanted, wanted);
    expect_loaded(std::list<item>(wanted.begin(), wanted.end()), wanted);
    expect_loaded(std::forward_list<item>(wanted.begin(), wanted.end()), wanted);
}

TEST_P(sqlite_portions, are_dealt_to_one_connection) {
    const auto wanted = keyed_items(GetParam());
    EXPECT_EQ(aludel::bulk_insert(engine, wanted, {.parallel = 4}).inserted, wanted.size());
    EXPECT_EQ(table.list(), wanted);
}

// Around the first statement, the second one, and reports.
INSTANTIATE_TEST_SUITE_P(sqlite, sqlite_portions,
                         testing::Values(1, 63, 64, 65, 2'793, 2'794, 2'795, 9'999, 10'001, 12'345));

TEST_F(sqlite_batches, a_row_that_is_refused_among_many_leaves_none) {
    auto rows = keyed_items(many);
    rows[7'000].weight = std::numeric_limits<double>::quiet_NaN();
    expect_said(thrown_by<aludel::mapping_error>([&] { table.bulk_insert(rows); }), {"weight", "NaN"});
    EXPECT_EQ(table.count(), 0u);
}

}  // namespace sqlite_batches
