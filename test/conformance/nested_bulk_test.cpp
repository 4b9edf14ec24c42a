// SPDX-License-Identifier: BSL-1.0
// A bulk load whose source loads other rows meanwhile.
#include <ranges>

#include <gtest/gtest.h>

#include "database.hpp"

namespace nested_bulks {

using aludel::on_conflict;

struct outer_row {
    std::int64_t id{};
    std::string name;
    int level{};
};
struct inner_row {
    std::int64_t id{};
    std::string name;
    int level{};
};

}  // namespace nested_bulks

template <>
inline constexpr auto
    aludel::entity<nested_bulks::outer_row> = aludel::table("nested_outer").unique<&nested_bulks::outer_row::name>();
template <>
inline constexpr auto
    aludel::entity<nested_bulks::inner_row> = aludel::table("nested_inner").unique<&nested_bulks::inner_row::name>();

namespace nested_bulks {

TEST(nested_bulks, count_each_load_by_itself) {
    aludel::session session = conformance::session_with<outer_row, inner_row>();
    aludel::repository<outer_row> outer{session};
    aludel::repository<inner_row> inner{session};
    std::vector<outer_row> rows;
    for (int i = 1; i <= 5'000; ++i) {
        rows.push_back({i, "row " + std::to_string(i), i});
    }
    outer.bulk_insert(rows);
    const std::vector<inner_row> others{{1, "a", 1}, {2, "b", 2}};
    const auto source = rows | std::views::transform([&](outer_row row) {
                            if (row.level == 2'500) {
                                const auto policy = on_conflict<&inner_row::name>.do_update();
                                EXPECT_EQ(inner.bulk_insert(others, policy).inserted, 2u);
                            }
                            row.level += row.level % 2;
                            return row;
                        });
    const aludel::bulk_result result = outer.bulk_insert(source, on_conflict<&outer_row::name>.do_update());
    EXPECT_EQ(result.inserted, 0u);
    EXPECT_EQ(result.updated, 2'500u);
    EXPECT_EQ(result.skipped, 2'500u);
    EXPECT_EQ(inner.count(), 2u);
}

}  // namespace nested_bulks
