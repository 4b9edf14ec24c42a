// SPDX-License-Identifier: BSL-1.0
#include <set>

#include <gtest/gtest.h>

#include <aludel/repository/slug.hpp>

namespace {

using aludel::slugify;

struct slug {
    const char* text;
    const char* made;
};

TEST(slugify, makes_lower_case_ascii_of_latin_text) {
    const std::vector<slug> table{
        {"This is a Test!", "this-is-a-test"},
        {"", ""},
        {"---", ""},
        {"  a  b\t\nc  ", "a-b-c"},
        {"a--b_c.d", "a-b-c-d"},
        {"C++20 @ 100%", "c-20-100"},
        {"Straße Ünïcode Ærø", "strasse-unicode-aero"},
        {"Łódź, Đorđe & Þór", "lodz-dorde-thor"},
        {"İstanbul ığdır", "istanbul-igdir"},
        {"Việt Nam", "viet-nam"},
        {"Příliš žluťoučký kůň", "prilis-zlutoucky-kun"},
        {"ẞ ﬀ ǅ", "ss-dz"},
        {"Cafe\xcc\x81 au lait", "cafe-au-lait"},
        {"2 × 3 ÷ 4", "2-3-4"},
        {"日本語", ""},
        {"日本 Japan 語", "japan"},
        {"a😀b", "a-b"},
        {"\xff\xc3", ""},
        {"a\xc3(b\xe2\x82z\xf0\x9f", "a-b-z"},
        {"\xc1\x81", ""},
        {"\xa1\x81", ""},
        {"\xe0\x81\x81", ""},
    };
    for (const slug& each : table) {
        EXPECT_EQ(slugify(each.text), each.made) << each.text;
    }
}

TEST(slugify, takes_another_separator) {
    EXPECT_EQ(slugify("This is a Test!", "_"), "this_is_a_test");
    EXPECT_EQ(slugify("This is a Test!", ""), "thisisatest");
}

TEST(slugify, gives_nothing_but_letters_digits_and_single_separators_for_every_character) {
    for (char32_t character = 1; character < 0x3000; ++character) {
        std::string text = "x";
        text += character < 0x80    ? std::string(1, static_cast<char>(character))
                : character < 0x800 ? std::string{static_cast<char>(0xc0 | character >> 6),
                                                  static_cast<char>(0x80 | (character & 0x3f))}
                                    : std::string{static_cast<char>(0xe0 | character >> 12),
                                                  static_cast<char>(0x80 | (character >> 6 & 0x3f)),
                                                  static_cast<char>(0x80 | (character & 0x3f))};
        const std::string made = slugify(text + "y");
        EXPECT_EQ(made.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos) << text;
        EXPECT_TRUE(made.starts_with('x') && made.ends_with('y') && made.size() <= 4) << text << " " << made;
    }
}

std::string free_among(const std::set<std::string>& taken, std::string_view text, std::size_t longest = 100) {
    return aludel::detail::free_slug(text, {.longest = longest},
                                     [&](const std::string& proposed) { return taken.contains(proposed); });
}

TEST(free_slug, is_the_texts_own_then_numbered_then_random) {
    EXPECT_EQ(free_among({}, "A b"), "a-b");
    EXPECT_EQ(free_among({"a-b"}, "A b"), "a-b-2");
    EXPECT_EQ(free_among({"a-b", "a-b-2"}, "A b"), "a-b-3");
    EXPECT_EQ(free_among({"a-b", "a-b-2", "a-b-3"}, "A b"), "a-b-4");
    const std::string random = free_among({"a-b", "a-b-2", "a-b-3", "a-b-4"}, "A b");
    EXPECT_TRUE(random.starts_with("a-b-"));
    EXPECT_EQ(random.size(), 14u);
}

TEST(free_slug, of_nothing_is_random) {
    const std::string first = free_among({}, "日本語");
    EXPECT_EQ(first.size(), 10u);
    EXPECT_NE(first, free_among({}, "日本語"));
}

TEST(free_slug, is_no_longer_than_asked_for) {
    EXPECT_EQ(free_among({}, "abc def", 4), "abc");
    EXPECT_EQ(free_among({"abc"}, "abc def", 4), "ab-2");
    EXPECT_EQ(free_among({}, "abc def", 5), "abc-d");
    const std::string random = free_among({"abc-d", "abc-2", "abc-3", "abc-4"}, "abc def", 5);
    EXPECT_EQ(random.size(), 10u) << "a random suffix is never cut";
}

TEST(add_under_free_slug, tries_again_when_a_twin_took_the_slug_in_between) {
    std::set<std::string> taken;
    std::vector<std::string> tried;
    aludel::detail::add_under_free_slug(
        "a", {}, [&](const std::string& proposed) { return taken.contains(proposed); },
        [&](const std::string& proposed) {
            tried.push_back(proposed);
            if (tried.size() == 1) {
                taken.insert(proposed);
                throw aludel::unique_violation{"taken"};
            }
        });
    EXPECT_EQ(tried, (std::vector<std::string>{"a", "a-2"}));
}

TEST(add_under_free_slug, takes_a_random_one_when_the_twins_row_cannot_be_seen) {
    std::vector<std::string> tried;
    aludel::detail::add_under_free_slug(
        "a", {}, [](const std::string&) { return false; },
        [&](const std::string& proposed) {
            tried.push_back(proposed);
            if (proposed == "a") {
                throw aludel::unique_violation{"taken"};
            }
        });
    ASSERT_EQ(tried.size(), 2u);
    EXPECT_EQ(tried[1].size(), 12u);
}

TEST(add_under_free_slug, throws_the_violation_of_another_key) {
    int tries = 0;
    EXPECT_THROW(aludel::detail::add_under_free_slug(
                     "a", {}, [](const std::string&) { return false; },
                     [&](const std::string&) {
                         ++tries;
                         throw aludel::unique_violation{"another key"};
                     }),
                 aludel::unique_violation);
    EXPECT_EQ(tries, 2);
}

}  // namespace
