// SPDX-License-Identifier: BSL-1.0
// Reading SQL that databases print or keep.
#include "sql/tokens.hpp"

#include <gtest/gtest.h>

namespace {

using aludel::sql::canonical_expression;
using aludel::sql::token_kind;
using aludel::sql::tokens_of;

std::vector<std::string> texts_of(std::string_view sql) {
    std::vector<std::string> texts;
    for (const auto& each : tokens_of(sql)) {
        texts.emplace_back(each.text);
    }
    return texts;
}

TEST(tokens, quotes_hold_names_and_texts_together) {
    EXPECT_EQ(texts_of(R"(a "b ""c" `d ``e` [f g] 'it''s, (')"),
              (std::vector<std::string>{"a", R"("b ""c")", "`d ``e`", "[f g]", "'it''s, ('"}));
    EXPECT_EQ(tokens_of(R"("b ""c")").front().unquoted(), R"(b "c)");
    EXPECT_EQ(tokens_of("[f g]").front().unquoted(), "f g");
    EXPECT_EQ(tokens_of("'it''s'").front().unquoted(), "it's");
}

TEST(tokens, a_backslash_escapes_only_where_it_is_said_to) {
    EXPECT_EQ(tokens_of(R"('a\' b)").size(), 2u);
    EXPECT_EQ(tokens_of(R"('a\' b')", aludel::sql::backslash::escapes).size(), 1u);
}

TEST(tokens, comments_and_blanks_are_left_out) {
    EXPECT_EQ(texts_of("a -- b, c\n /* d ' */ e"), (std::vector<std::string>{"a", "e"}));
    EXPECT_TRUE(tokens_of("  /* open").empty());
}

TEST(tokens, what_is_not_closed_goes_to_the_end) {
    EXPECT_EQ(texts_of("a 'b c"), (std::vector<std::string>{"a", "'b c"}));
}

TEST(tokens, words_are_found_in_any_case_and_not_in_quotes) {
    EXPECT_TRUE(tokens_of("CHECK").front().is_word("check"));
    EXPECT_FALSE(tokens_of("\"check\"").front().is_word("check"));
    EXPECT_FALSE(tokens_of("checks").front().is_word("check"));
}

TEST(tokens, lists_are_cut_at_commas_outside_of_parentheses) {
    const auto all = tokens_of("create table t (a numeric(1, 2), b check (b in (1, 2)), c) without rowid");
    std::size_t at = 0;
    const auto inside = aludel::sql::inside_parentheses(all, at);
    EXPECT_EQ(aludel::sql::split_at_commas(inside).size(), 3u);
    EXPECT_TRUE(all[at].is_word("without"));
}

TEST(tokens, names_are_taken_of_lists_of_names_only) {
    EXPECT_EQ(aludel::sql::names_in(tokens_of("\"a\", b")), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(aludel::sql::names_in(tokens_of("a, lower(b)")).empty());
    EXPECT_TRUE(aludel::sql::names_in(tokens_of("a desc")).empty());
}

TEST(tokens, expressions_that_say_the_same_are_the_same) {
    EXPECT_EQ(canonical_expression("age>=0 AND (a)"), canonical_expression("( \"age\" >= 0 and ( a ) )"));
    EXPECT_EQ(canonical_expression("'x'"), canonical_expression("('x')"));
    EXPECT_EQ(canonical_expression("(a) or (b)"), "(a)or(b)");
}

TEST(tokens, expressions_that_say_something_else_are_not) {
    EXPECT_NE(canonical_expression("name = 'A'"), canonical_expression("name = 'a'"));
    EXPECT_NE(canonical_expression("\"Age\" > 0"), canonical_expression("age > 0"));
    EXPECT_NE(canonical_expression("not a"), canonical_expression("nota"));
    EXPECT_NE(canonical_expression("'a b'"), canonical_expression("'ab'"));
}

}  // namespace
