// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "session/statement_text.hpp"

namespace {

namespace statement_text = aludel::statement_text;

struct split_case {
    const char* name;
    const char* text;
    std::vector<std::string_view> statements;
};
class splitting : public testing::TestWithParam<split_case> {};

TEST_P(splitting, cuts_at_semicolons_that_end_a_statement) {
    EXPECT_EQ(statement_text::split(GetParam().text), GetParam().statements);
}

INSTANTIATE_TEST_SUITE_P(
    statement_text, splitting,
    testing::Values(split_case{"nothing", "", {}}, split_case{"blanks", " \n\t ", {}},
                    split_case{"only_semicolons", ";;", {}}, split_case{"a_comment", "-- nothing; here\n", {}},
                    split_case{"one", "select 1", {"select 1"}}, split_case{"one_ended", "select 1;", {"select 1"}},
                    split_case{"two", "select 1; select 2", {"select 1", " select 2"}},
                    split_case{"in_a_string", "select ';'; select 2", {"select ';'", " select 2"}},
                    split_case{"in_a_string_with_quotes", "select 'it''s;'", {"select 'it''s;'"}},
                    split_case{"in_a_name", "select \"a;b\", `c;d`", {"select \"a;b\", `c;d`"}},
                    split_case{"in_a_comment", "select /* ; */ 1", {"select /* ; */ 1"}},
                    split_case{
                        "in_a_dollar_quote", "do $$ begin; end $$; select 1", {"do $$ begin; end $$", " select 1"}},
                    split_case{"in_a_tagged_dollar_quote", "do $x$ $$;$$ $x$", {"do $x$ $$;$$ $x$"}},
                    split_case{"a_trigger",
                               "create trigger t after insert on u begin select 1; end;",
                               {"create trigger t after insert on u begin select 1; end;"}},
                    split_case{"a_temporary_trigger",
                               "CREATE TEMP TRIGGER t begin select 1; end",
                               {"CREATE TEMP TRIGGER t begin select 1; end"}},
                    split_case{"an_open_string", "select 'a; select 2", {"select 'a; select 2"}}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(first_word, is_in_lower_case_and_behind_comments) {
    EXPECT_EQ(statement_text::first_word("SELECT 1"), "select");
    EXPECT_EQ(statement_text::first_word("  -- a\n /* b */ Insert into t"), "insert");
    EXPECT_EQ(statement_text::first_word("(select 1)"), "");
    EXPECT_EQ(statement_text::first_word(""), "");
}

TEST(placeholders, are_counted_where_they_are_some) {
    EXPECT_EQ(statement_text::count_parameters("select 1"), 0u);
    EXPECT_EQ(statement_text::count_parameters("a = :p1 and b = :p2"), 2u);
    EXPECT_EQ(statement_text::count_parameters("a = ':p1' -- :p2\n and \":p3\" = :p4"), 1u);
    EXPECT_EQ(statement_text::count_parameters("a::text = :p1"), 1u);
    EXPECT_EQ(statement_text::count_parameters("a[1:2]"), 0u);
}

}  // namespace
