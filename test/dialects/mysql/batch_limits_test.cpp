// SPDX-License-Identifier: BSL-1.0
#include "../../../dialects/mysql/batch_limits.hpp"

#include <gtest/gtest.h>

namespace {

using aludel::mysql::batch_limits;
using aludel::mysql::row_amount;

constexpr batch_limits of_thousand_rows{1'000, 100'000};

TEST(batch_limits, end_a_batch_by_its_rows_or_its_bytes) {
    EXPECT_FALSE(of_thousand_rows.are_reached_by({}));
    EXPECT_FALSE(of_thousand_rows.are_reached_by({999, 99'999}));
    EXPECT_TRUE(of_thousand_rows.are_reached_by({1'000, 10}));
    EXPECT_TRUE(of_thousand_rows.are_reached_by({1, 100'000}));
}

TEST(batch_limits, let_many_rows_be_read_at_once_but_none_beyond_the_last_one) {
    EXPECT_EQ(of_thousand_rows.rows_at_once({}, {}), batch_limits::most_rows_at_once);
    EXPECT_EQ(of_thousand_rows.rows_at_once({10, 500}, {}), batch_limits::most_rows_at_once);
    EXPECT_EQ(of_thousand_rows.rows_at_once({993, 9'930}, {}), 7);
    EXPECT_EQ(of_thousand_rows.rows_at_once({999, 9'990}, {}), 1);
    EXPECT_EQ((batch_limits{5, 100'000}.rows_at_once({}, {})), 5);
}

TEST(batch_limits, let_as_many_bytes_be_read_at_once_as_rows_so_far_say_but_one_row_at_least) {
    EXPECT_EQ(of_thousand_rows.rows_at_once({9, 90'000}, {}), 1);
    EXPECT_EQ(of_thousand_rows.rows_at_once({5, 50'000}, {}), 4);
    EXPECT_EQ(of_thousand_rows.rows_at_once({}, {10, 100'000}), 9);
    EXPECT_EQ(of_thousand_rows.rows_at_once({1, 99'999}, {}), 1);
}

TEST(row_amounts, add_up) {
    row_amount sum{1, 20};
    sum += {2, 30};
    EXPECT_EQ(sum.rows, 3);
    EXPECT_EQ(sum.bytes, 50);
}

}  // namespace
