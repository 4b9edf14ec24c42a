// SPDX-License-Identifier: BSL-1.0
// In which order do tables keep their keys?
#include "model/value_order.hpp"

#include <limits>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace {

using aludel::value_view;

/// Each of these comes before the ones behind it.
void expect_in_order(const std::vector<value_view>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < values.size(); ++j) {
            EXPECT_EQ(aludel::order_of(values[i], values[j]), i <=> j) << i << ", " << j;
            if (i < j) {
                EXPECT_LE(aludel::order_head(values[i]), aludel::order_head(values[j])) << i << ", " << j;
            }
        }
    }
}

TEST(value_order, whole_numbers_come_by_their_size_and_nothing_before_them) {
    using limits = std::numeric_limits<std::int64_t>;
    expect_in_order({value_view::null_of(aludel::value_kind::int64), value_view::of_int64(limits::min()),
                     value_view::of_int64(-1), value_view::of_int64(0), value_view::of_int64(1),
                     value_view::of_int64(limits::max())});
    expect_in_order({value_view::of_uint64(0), value_view::of_uint64(1), value_view::of_uint64(~std::uint64_t{0})});
}

TEST(value_order, fractions_come_by_their_size) {
    using limits = std::numeric_limits<double>;
    expect_in_order({value_view::of_float64(-limits::infinity()), value_view::of_float64(-2.5),
                     value_view::of_float64(-2), value_view::of_float64(0),
                     value_view::of_float64(limits::denorm_min()), value_view::of_float64(1e9),
                     value_view::of_float64(limits::infinity())});
    EXPECT_EQ(aludel::order_of(value_view::of_float64(-0.0), value_view::of_float64(0)), std::strong_ordering::equal);
}

TEST(value_order, texts_come_by_their_bytes_and_shorter_ones_before_those_that_begin_with_them) {
    using namespace std::string_view_literals;
    std::vector<value_view> texts;
    for (const std::string_view text :
         {""sv, "\0"sv, "A"sv, "a"sv, "a\0"sv, "b"sv, "eight by"sv, "eight byte"sv, "eight bytes"sv, "\xc3\xa4"sv}) {
        texts.push_back(value_view::of_text(text));
    }
    // The head of a text that ends in zeros is that of the text without them.
    expect_in_order(texts);
}

}  // namespace
