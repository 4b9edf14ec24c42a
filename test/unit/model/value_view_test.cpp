// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <limits>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <aludel/model/value.hpp>
#include <aludel/model/value_view.hpp>

namespace {

using aludel::same_value;
using aludel::value_kind;
using aludel::value_view;

constexpr std::array<std::byte, 16> zeros{};
constexpr std::array<std::byte, 16> more_zeros{};
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

TEST(value_kind_name, is_distinct_for_every_kind) {
    std::set<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(value_kind::uuid); ++kind) {
        names.insert(name_of(static_cast<value_kind>(kind)));
    }
    EXPECT_EQ(names.size(), 13u);
    EXPECT_EQ(names.count("unknown"), 0u);
    EXPECT_EQ(name_of(value_kind::int64), "64-bit integer");
}

TEST(same_value, compares_kind_and_bytes) {
    const std::string text = "same";
    const std::string equal_text = text;
    const struct {
        const char* name;
        value_view left;
        value_view right;
        bool same;
    } cases[] = {
        {"NULLs of different kinds", value_view{}, value_view::null_of(value_kind::text), true},
        {"NULL and zero", value_view::null_of(value_kind::int64), value_view::of_int64(0), false},
        {"equal integers", value_view::of_int64(5), value_view::of_int64(5), true},
        {"integers of different kinds", value_view::of_int64(5), value_view::of_int32(5), false},
        {"different integers", value_view::of_int16(5), value_view::of_int16(6), false},
        {"equal booleans", value_view::of_boolean(true), value_view::of_boolean(true), true},
        {"equal text elsewhere", value_view::of_text(text), value_view::of_text(equal_text), true},
        {"text and its beginning", value_view::of_text("same"), value_view::of_text("sam"), false},
        {"text in another case", value_view::of_text("same"), value_view::of_text("Same"), false},
        {"empty text with and without a place", value_view::of_text(""), value_view::of_text({}), true},
        {"text and bytes", value_view::of_text("a"), value_view::of_bytes(std::as_bytes(std::span{"a", 1})), false},
        {"NaN and itself", value_view::of_float64(not_a_number), value_view::of_float64(not_a_number), true},
        {"the two zeros", value_view::of_float64(0.0), value_view::of_float64(-0.0), false},
        {"equal floats", value_view::of_float32(0.5f), value_view::of_float32(0.5f), true},
        {"equal timestamps", value_view::of_timestamp(-1), value_view::of_timestamp(-1), true},
        {"a date and a timestamp", value_view::of_date(1), value_view::of_timestamp(1), false},
        {"equal UUIDs", value_view::of_uuid(zeros.data()), value_view::of_uuid(more_zeros.data()), true},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(same_value(row.left, row.right), row.same) << row.name;
        EXPECT_EQ(same_value(row.right, row.left), row.same) << row.name;
    }
}

TEST(value, owns_what_its_view_borrowed) {
    std::string text = "a text too long for the small buffer of a string";
    std::array<std::byte, 16> id{};
    id[15] = std::byte{7};
    const aludel::value kept_text{value_view::of_text(text)};
    aludel::value kept_id{value_view::of_uuid(id.data())};
    const aludel::value copy = kept_id;
    text.assign(text.size(), '?');
    id.fill(std::byte{1});
    kept_id = aludel::value{};
    EXPECT_EQ(kept_text.view().text(), "a text too long for the small buffer of a string");
    EXPECT_EQ(copy.view().bytes()[15], std::byte{7});
    EXPECT_TRUE(kept_id.is_null());
}

TEST(value, of_a_null_remembers_the_kind_it_stands_in_for) {
    const aludel::value null{value_view::null_of(value_kind::timestamp)};
    EXPECT_TRUE(null.is_null());
    EXPECT_EQ(null.view().declared_kind(), value_kind::timestamp);
}

}  // namespace
