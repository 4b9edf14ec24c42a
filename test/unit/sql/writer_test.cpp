// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/sql/statements.hpp>

namespace writing {

struct user {
    std::int64_t id{};
    std::string name;
};

}  // namespace writing

namespace {

using aludel::col;
using writing::user;

class writer : public testing::Test {
protected:
    aludel::sql::statement_text count_where(const aludel::condition<user>& wanted) {
        query.table = &aludel::table_of<user>;
        query.where = wanted.tree;
        return write_count({spell, facts}, query);
    }

    aludel::spelling spell;
    aludel::syntax facts;
    aludel::sql::select_query query;
};

TEST_F(writer, borrows_values_from_the_query) {
    const auto statement = count_where(col<&user::name> == std::string(50, 'x'));
    ASSERT_EQ(statement.parameters.size(), 1u);
    EXPECT_EQ(statement.parameters[0].text(), std::string(50, 'x'));
}

TEST_F(writer, never_puts_a_value_into_the_text) {
    const auto statement = count_where(col<&user::name> == "'; drop table user; --" && col<&user::id> == 4711);
    EXPECT_EQ(statement.sql.find("drop"), std::string::npos);
    EXPECT_EQ(statement.sql.find("4711"), std::string::npos);
}

TEST_F(writer, refuses_more_parameters_than_the_server_takes) {
    facts.max_parameters = 3;
    EXPECT_EQ(count_where(col<&user::id>.in({1, 2, 3})).parameters.size(), 3u);
    try {
        (void)count_where(col<&user::id>.in({1, 2, 3, 4}));
        FAIL() << "four parameters were accepted where three are the limit";
    } catch (const aludel::usage_error& refused) {
        EXPECT_NE(std::string{refused.what()}.find("more than the 3 parameters"), std::string::npos) << refused.what();
    }
}

TEST_F(writer, doubles_quotes_inside_of_names) {
    std::string sql;
    spell.append_identifier(sql, "a\"b\"\"");
    EXPECT_EQ(sql, "\"a\"\"b\"\"\"\"\"");
}

}  // namespace
