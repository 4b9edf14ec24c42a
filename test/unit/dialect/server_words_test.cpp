// SPDX-License-Identifier: BSL-1.0
#include <gtest/gtest.h>

#include "dialect/server_words.hpp"

namespace {

using aludel::without_unsaid_words;

struct message_case {
    const char* name;
    const char* message;
    const char* sql;
    const char* shown;
};
class server_words : public testing::TestWithParam<message_case> {};

TEST_P(server_words, are_shown_where_the_statement_says_them) {
    EXPECT_EQ(without_unsaid_words(GetParam().message, GetParam().sql), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    dialect, server_words,
    testing::Values(message_case{"nothing_quoted", "it is full", "select 1", "it is full"},
                    message_case{"a_name", "relation \"users\" does not exist", "select * from users",
                                 "relation \"users\" does not exist"},
                    message_case{"a_name_of_parts", "relation \"s.users\" does not exist",
                                 "select * from \"s\".\"users\"", "relation \"s.users\" does not exist"},
                    message_case{"a_value", "relation \"s3cret\" does not exist", "select cast($1 as regclass)",
                                 "relation \"…\" does not exist"},
                    message_case{"a_value_of_parts", "relation \"s3cret.users\" does not exist",
                                 "select cast(users as regclass)", "relation \"…\" does not exist"},
                    message_case{"a_value_with_quotes", "XPATH syntax error: 'it's 's3cret''",
                                 "select extractvalue(?, ?)", "XPATH syntax error: '…'"},
                    message_case{"a_name_and_a_value", "column 'a' is not 's3cret'", "select a",
                                 "column 'a' is not '…'"},
                    message_case{"an_open_quote", "it isn't there", "select 1", "it isn't there"},
                    message_case{"an_empty_word", "near ''", "select", "near ''"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

}  // namespace
