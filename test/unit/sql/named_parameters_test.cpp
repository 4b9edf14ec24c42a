// SPDX-License-Identifier: BSL-1.0
#include "sql/named_parameters.hpp"

#include <gtest/gtest.h>

#include <aludel/sql/syntax.hpp>

namespace aludel::sql {

TEST(named_parameters, become_what_the_connection_reads) {
    syntax how;
    how.placeholders = placeholder_style::dollar_number;
    EXPECT_EQ(with_placeholders("select :p1 where :p2 is null", 2, how), "select $1 where $2 is null");
    how.placeholders = placeholder_style::question_mark;
    EXPECT_EQ(with_placeholders("select :p1 where :p2 is null", 2, how), "select ? where ? is null");
    EXPECT_EQ(with_placeholders("", 1, how), "");
}

TEST(named_parameters, are_not_taken_for_names_that_look_like_them) {
    syntax how;
    how.placeholders = placeholder_style::dollar_number;
    EXPECT_EQ(with_placeholders(R"(select :p1 from "a:p1" where "b:p2" = 1)", 1, how),
              R"(select $1 from "a:p1" where "b:p2" = 1)");
    EXPECT_EQ(with_placeholders(R"(select 1 from "a "":p1" where ':p1' = b and c = :p1)", 1, how),
              R"(select 1 from "a "":p1" where ':p1' = b and c = $1)");
    EXPECT_EQ(with_placeholders("do setval(`a``:p1`, :p1)", 1, how), "do setval(`a``:p1`, $1)");
}

}  // namespace aludel::sql
