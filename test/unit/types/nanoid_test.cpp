// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/types/nanoid.hpp>

namespace {

struct note {
    std::string id = aludel::nanoid();
    std::string text;
};

TEST(nanoid, is_21_characters_that_a_url_takes_as_they_are) {
    const std::string id = aludel::nanoid();
    EXPECT_EQ(id.size(), 21u);
    EXPECT_EQ(id.find_first_not_of(aludel::nanoid_alphabet), std::string::npos);
    EXPECT_EQ(std::set<char>(aludel::nanoid_alphabet.begin(), aludel::nanoid_alphabet.end()).size(), 64u);
    EXPECT_EQ(note{}.id.size(), 21u);
}

TEST(nanoid, is_another_each_time) {
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) {
        seen.insert(aludel::nanoid());
    }
    EXPECT_EQ(seen.size(), 10'000u);
}

TEST(nanoid, is_of_the_length_and_the_alphabet_asked_for) {
    EXPECT_EQ(aludel::nanoid(1, "ab").size(), 1u);
    const std::string digits = aludel::nanoid(1000, "0123456789");
    EXPECT_EQ(digits.size(), 1000u);
    EXPECT_EQ(digits.find_first_not_of("0123456789"), std::string::npos);
}

/// A remainder of bytes by ten would favour 0 to 5 by 26 to 25: chi-squared of 9 degrees would be near 350, of an
/// unbiased source beyond 45 once in a million times.
TEST(nanoid, favours_no_character) {
    std::array<int, 10> counts{};
    constexpr int drawn = 1'000'000;
    for (const char c : aludel::nanoid(drawn, "0123456789")) {
        ++counts[static_cast<std::size_t>(c - '0')];
    }
    double chi_squared = 0;
    for (const int count : counts) {
        const double off = count - drawn / 10.0;
        chi_squared += off * off / (drawn / 10.0);
    }
    EXPECT_LT(chi_squared, 45);
}

TEST(nanoid, of_no_length_or_a_poor_alphabet_is_a_usage_error) {
    EXPECT_THROW((void)aludel::nanoid(0), aludel::usage_error);
    for (const char* alphabet : {"", "a", "aa", "aba", "aé"}) {
        EXPECT_THROW((void)aludel::nanoid(21, alphabet), aludel::usage_error) << alphabet;
    }
}

}  // namespace
