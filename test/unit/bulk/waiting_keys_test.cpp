// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "bulk/waiting_keys.hpp"

namespace {

using aludel::column_index;
using aludel::number_set;
using aludel::value_view;
using aludel::waiting_keys;

const std::vector<column_index> first_column{0};
const std::vector<column_index> both_columns{0, 1};

std::vector<value_view> row_of(const value_view& first, const value_view& second = {}) {
    return {first, second};
}

TEST(waiting_keys, finds_a_number_that_waits_until_the_batch_is_gone) {
    waiting_keys keys{first_column};
    EXPECT_TRUE(keys.add(row_of(value_view::of_int64(7))));
    EXPECT_TRUE(keys.add(row_of(value_view::of_int64(-7))));
    EXPECT_FALSE(keys.add(row_of(value_view::of_int64(7))));
    keys.clear();
    EXPECT_TRUE(keys.add(row_of(value_view::of_int64(7))));
    EXPECT_FALSE(keys.add(row_of(value_view::of_int64(7))));
}

TEST(waiting_keys, finds_numbers_of_every_width) {
    for (const auto& of : {+[](int number) { return value_view::of_int16(static_cast<std::int16_t>(number)); },
                           +[](int number) { return value_view::of_int32(number); },
                           +[](int number) {
                               return value_view::of_uint64(~std::uint64_t{0} - static_cast<unsigned>(number));
                           }}) {
        waiting_keys keys{first_column};
        EXPECT_TRUE(keys.add(row_of(of(1))));
        EXPECT_TRUE(keys.add(row_of(of(2))));
        EXPECT_FALSE(keys.add(row_of(of(1))));
    }
}

TEST(waiting_keys, takes_a_row_without_a_key_always) {
    waiting_keys keys{first_column};
    EXPECT_TRUE(keys.add(row_of({})));
    EXPECT_TRUE(keys.add(row_of({})));
    EXPECT_TRUE(keys.add(row_of(value_view::of_int64(0))));
    EXPECT_TRUE(keys.add(row_of({})));
}

TEST(waiting_keys, finds_texts_and_keys_of_several_columns) {
    waiting_keys texts{first_column};
    EXPECT_TRUE(texts.add(row_of(value_view::of_text("a"))));
    EXPECT_TRUE(texts.add(row_of(value_view::of_text("b"))));
    EXPECT_FALSE(texts.add(row_of(value_view::of_text("a"))));
    texts.clear();
    EXPECT_TRUE(texts.add(row_of(value_view::of_text("a"))));

    waiting_keys pairs{both_columns};
    EXPECT_TRUE(pairs.add(row_of(value_view::of_int64(1), value_view::of_int64(2))));
    EXPECT_TRUE(pairs.add(row_of(value_view::of_int64(2), value_view::of_int64(1))));
    EXPECT_TRUE(pairs.add(row_of(value_view::of_int64(1), {})));
    EXPECT_TRUE(pairs.add(row_of(value_view::of_int64(1), {})));
    EXPECT_FALSE(pairs.add(row_of(value_view::of_int64(1), value_view::of_int64(2))));
}

TEST(number_set, holds_the_least_and_the_greatest_number_and_zero) {
    number_set numbers;
    for (const std::int64_t number :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_TRUE(numbers.insert(number)) << number;
        EXPECT_FALSE(numbers.insert(number)) << number;
    }
}

TEST(number_set, agrees_with_a_set_of_the_standard_library) {
    std::mt19937_64 random{20'261'130};
    number_set numbers;
    for (int round = 0; round < 20; ++round) {
        std::set<std::int64_t> expected;
        // More and more of them, so that it grows with what it held before: close together, in large steps, anywhere.
        for (int i = 0; i < 500 * round; ++i) {
            const std::uint64_t drawn = random();
            const std::uint64_t number = round % 3 == 0 ? drawn % 4'000 : round % 3 == 1 ? drawn << 52 : drawn;
            ASSERT_EQ(numbers.insert(static_cast<std::int64_t>(number)),
                      expected.insert(static_cast<std::int64_t>(number)).second)
                << number << " in round " << round;
        }
        for (const std::int64_t number : expected) {
            ASSERT_FALSE(numbers.insert(number)) << number << " in round " << round;
        }
        numbers.clear();
    }
}

}  // namespace
