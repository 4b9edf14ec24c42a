// SPDX-License-Identifier: BSL-1.0
// Rule 13: batches are cut by parameters and packet size, so that a wide table takes as many rows as a narrow one.
#include <gtest/gtest.h>

#include "database.hpp"

namespace widths {

struct hundred_columns {
    std::int64_t id{};
    std::int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, a8 = 0;
    std::optional<std::int32_t> b0, b1, b2, b3, b4, b5, b6, b7, b8, b9;
    std::int64_t c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0;
    double d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0, d7 = 0, d8 = 0, d9 = 0;
    std::string e0, e1, e2, e3, e4, e5, e6, e7, e8, e9;
    std::optional<std::string> f0, f1, f2, f3, f4, f5, f6, f7, f8, f9;
    bool g0 = false, g1 = false, g2 = false, g3 = false, g4 = false, g5 = false, g6 = false, g7 = false, g8 = false,
         g9 = false;
    std::optional<double> h0, h1, h2, h3, h4, h5, h6, h7, h8, h9;
    std::int16_t i0 = 0, i1 = 0, i2 = 0, i3 = 0, i4 = 0, i5 = 0, i6 = 0, i7 = 0, i8 = 0, i9 = 0;
    std::uint32_t j0 = 0, j1 = 0, j2 = 0, j3 = 0, j4 = 0, j5 = 0, j6 = 0, j7 = 0, j8 = 0, j9 = 0;
    bool operator==(const hundred_columns&) const = default;
};

}  // namespace widths

template <>
inline constexpr auto aludel::entity<widths::hundred_columns> = aludel::table("width_hundred_columns");

namespace widths {

static_assert(aludel::table_of<hundred_columns>.columns.size() == 100);

hundred_columns wide_row(std::int32_t number) {
    hundred_columns made;
    made.id = number + 1;
    made.a0 = -number;
    made.a8 = number;
    made.b3 = number % 2 == 0 ? std::optional<std::int32_t>{} : number;
    made.c9 = std::int64_t{number} << 33;
    made.d4 = number / 7.0;
    made.e0 = "text " + std::to_string(number);
    made.e9 = std::string(static_cast<std::size_t>(number % 50), 'x');
    made.f5 = number % 3 == 0 ? std::optional<std::string>{} : made.e0;
    made.g7 = number % 5 == 0;
    made.h2 = -0.25 * number;
    made.i9 = static_cast<std::int16_t>(number);
    made.j9 = 4'000'000'000U + static_cast<std::uint32_t>(number);
    return made;
}

TEST(widths, a_hundred_columns_by_a_hundred_thousand_rows_are_stored) {
    constexpr std::int32_t count = 100'000;
    aludel::session session = conformance::session_with<hundred_columns>();
    aludel::repository<hundred_columns> rows{session};
    const auto generated = std::views::iota(0, count) | std::views::transform(wide_row);
    EXPECT_EQ(rows.bulk_insert(generated).inserted, static_cast<std::uint64_t>(count));
    EXPECT_EQ(rows.count(), static_cast<std::uint64_t>(count));
    for (const std::int32_t number : {0, 1, 999, 65'535, count - 1}) {
        EXPECT_EQ(rows.get(number + 1), wide_row(number)) << number;
    }
    rows.remove_all();
}

TEST(widths, a_hundred_columns_are_upserted) {
    aludel::session session = conformance::session_with<hundred_columns>();
    aludel::repository<hundred_columns> rows{session};
    const auto policy = aludel::on_conflict<&hundred_columns::id>.do_update();
    const auto generated = std::views::iota(0, 500) | std::views::transform(wide_row);
    rows.bulk_insert(generated, policy);
    EXPECT_EQ(rows.bulk_insert(generated, policy).skipped, 500u);
    auto changed = wide_row(77);
    changed.j8 = 3;
    EXPECT_EQ(rows.bulk_insert(std::vector{changed, wide_row(78)}, policy).updated, 1u);
    EXPECT_EQ(rows.get(78), changed);
}

}  // namespace widths
