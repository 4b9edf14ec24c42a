// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <aludel/sql/condition.hpp>

namespace operands {

struct money {
    std::int64_t cents = 0;
};
enum class colour : std::uint8_t { red = 1, green = 2 };

struct purse {
    std::int64_t id{};
    std::string owner;
    money content;
    colour paint{};
    std::optional<int> coins;
    std::chrono::sys_time<std::chrono::microseconds> opened{};
    std::vector<std::byte> seal;
};

}  // namespace operands

template <>
struct aludel::field_codec<operands::money> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const operands::money& field) { return field.cents; }
    static operands::money from_stored(std::int64_t cents) { return {cents}; }
};

namespace {

using aludel::col;
using aludel::value_kind;
using operands::purse;

/// The value on the right of a comparison.
const aludel::value& right_of(const aludel::condition<purse>& compared) {
    return compared.tree.operands.at(1).value;
}

static_assert(aludel::detail::is_comparable<int, double>);
static_assert(aludel::detail::is_comparable<std::optional<int>, std::int64_t>);
static_assert(aludel::detail::is_comparable<std::string, const char*>);
static_assert(aludel::detail::is_comparable<int, std::nullopt_t>);
static_assert(!aludel::detail::is_comparable<std::string, int>);
static_assert(!aludel::detail::is_comparable<int, std::string>);
static_assert(!aludel::detail::is_comparable<bool, int>);
static_assert(!aludel::detail::is_comparable<operands::colour, int>);
static_assert(!aludel::detail::is_comparable<int, operands::colour>);

TEST(operand, outlives_what_it_was_made_from) {
    auto compared = [] {
        std::string temporary(100, 'x');
        return col<&purse::owner> == temporary;
    }();
    EXPECT_EQ(right_of(compared).view().text(), std::string(100, 'x'));
    const auto copied = compared;
    compared = col<&purse::owner> == "other";
    EXPECT_EQ(right_of(copied).view().text(), std::string(100, 'x'));
}

TEST(operand, keeps_a_number_that_the_field_could_not_hold) {
    const auto compared = col<&purse::coins> < 5'000'000'000;
    EXPECT_EQ(right_of(compared).kind(), value_kind::int64);
    EXPECT_EQ(right_of(compared).view().integer(), 5'000'000'000);
    EXPECT_EQ(right_of(col<&purse::coins> < 2.5).view().number(), 2.5);
}

TEST(operand, goes_through_the_codec_of_its_type) {
    EXPECT_EQ(right_of(col<&purse::content> == operands::money{250}).view().integer(), 250);
    EXPECT_EQ(right_of(col<&purse::paint> == operands::colour::green).view().integer(), 2);
}

TEST(operand, may_be_a_time_of_another_clock_tick) {
    const std::chrono::sys_days day{std::chrono::days{1}};
    EXPECT_EQ(right_of(col<&purse::opened> >= day).view().integer(), 86'400'000'000);
}

TEST(operand, may_be_any_range_of_bytes) {
    const std::array bytes{std::byte{1}, std::byte{0}, std::byte{2}};
    const auto compared = col<&purse::seal> == bytes;
    EXPECT_EQ(right_of(compared).kind(), value_kind::bytes);
    EXPECT_TRUE(std::ranges::equal(right_of(compared).view().bytes(), bytes));
}

TEST(operand, may_be_an_optional_with_a_value) {
    const auto compared = col<&purse::coins> == std::optional<std::int64_t>{3};
    EXPECT_EQ(compared.tree.kind, aludel::expression_kind::compare);
    EXPECT_EQ(right_of(compared).view().integer(), 3);
}

}  // namespace
