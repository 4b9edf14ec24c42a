// SPDX-License-Identifier: BSL-1.0
// usage: sql_facts_test KIND OF SERVER [OPTION OF GOOGLETEST…]
//
// The golden files are written for servers that do not run: whether one that does has the same facts.
#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include <aludel/session/engine.hpp>

#include "golden.hpp"

namespace {

struct running_server {
    std::string_view kind;
    std::string_view golden_name;
    const char* url_variable;
};
constexpr running_server running_servers[] = {
    {"postgresql15", "PostgreSQL 15", "ALUDEL_URL_POSTGRESQL15"},
    {"mariadb", "MariaDB 10.11", "ALUDEL_URL_MARIADB"},
    {"mysql56", "MySQL 5.6", "ALUDEL_URL_MYSQL56"},
};
const running_server* asked = nullptr;

const golden::server& assumed() {
    const auto& all = golden::servers();
    return *std::find_if(all.begin(), all.end(), [](const auto& each) { return each.name == asked->golden_name; });
}

class a_running_server : public testing::Test {
protected:
    aludel::engine db{std::getenv(asked->url_variable)};
    aludel::session session = db.open_session();
};

TEST_F(a_running_server, has_the_syntax_that_the_golden_files_assume) {
    const aludel::syntax& real = session.facts().syntax;
    const aludel::syntax& expected = assumed().facts.syntax;
    EXPECT_EQ(real.placeholders, expected.placeholders);
    EXPECT_EQ(real.upsert, expected.upsert);
    EXPECT_EQ(real.upsert_rows, expected.upsert_rows);
    EXPECT_EQ(real.null_safe, expected.null_safe);
    EXPECT_EQ(real.insert_returning, expected.insert_returning);
    EXPECT_EQ(real.update_returning, expected.update_returning);
    EXPECT_EQ(real.delete_returning, expected.delete_returning);
    EXPECT_EQ(real.locks_rows, expected.locks_rows);
    EXPECT_EQ(real.nulls_sort_last, expected.nulls_sort_last);
    EXPECT_EQ(real.orders_nulls, expected.orders_nulls);
    EXPECT_EQ(real.reads_what_it_changes, expected.reads_what_it_changes);
    EXPECT_EQ(real.assigns_in_turn, expected.assigns_in_turn);
    EXPECT_EQ(real.integers_keep_their_width, expected.integers_keep_their_width);
    EXPECT_EQ(real.integer_division, expected.integer_division);
    EXPECT_EQ(real.skips_locked, expected.skips_locked);
    EXPECT_EQ(real.max_identifier_length, expected.max_identifier_length);
    EXPECT_EQ(real.unlimited, expected.unlimited);
    EXPECT_EQ(real.empty_insert, expected.empty_insert);
}

TEST_F(a_running_server, has_the_schema_facts_that_the_golden_files_assume) {
    const aludel::capabilities& real = session.facts();
    const aludel::capabilities& expected = assumed().facts;
    EXPECT_EQ(real.has_schemas, expected.has_schemas);
    EXPECT_EQ(real.enforces_checks, expected.enforces_checks);
    EXPECT_EQ(real.default_expressions, expected.default_expressions);
    EXPECT_EQ(real.foreign_keys_can_be_added, expected.foreign_keys_can_be_added);
    EXPECT_EQ(real.table_change, expected.table_change);
    EXPECT_EQ(real.renames_columns, expected.renames_columns);
    EXPECT_EQ(real.renames_name_the_schema, expected.renames_name_the_schema);
    EXPECT_EQ(real.indexes_foreign_keys, expected.indexes_foreign_keys);
}

}  // namespace

int main(int count, char** arguments) {
    testing::InitGoogleTest(&count, arguments);
    for (const running_server& each : running_servers) {
        asked = count == 2 && each.kind == arguments[1] ? &each : asked;
    }
    if (asked == nullptr) {
        std::cerr << "usage: sql_facts_test KIND OF SERVER\n";
        return 2;
    }
    return RUN_ALL_TESTS();
}
