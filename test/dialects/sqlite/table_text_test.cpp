// SPDX-License-Identifier: BSL-1.0
// What only the text of CREATE TABLE says.
#include "../../../dialects/sqlite/table_text.hpp"

#include <gtest/gtest.h>

namespace {

using aludel::sqlite::affinity_of_type;
using aludel::sqlite::parse_create_table;

TEST(sqlite_table_text, names_constraints_of_tables_and_columns) {
    const auto text = parse_create_table(R"(CREATE TABLE "odd (table" (
        id integer constraint counted primary key autoincrement,
        [a b] varchar(20) default ('x, (y') constraint short unique on conflict ignore,
        c integer constraint c_positive check (c > 0) references other(id),
        constraint pair unique ("id", c), -- a remark, with a comma
        check ("c" < 10),
        constraint fk foreign key (c, id) references "on" (x, y) on delete set null))");
    EXPECT_EQ(text.primary_key, "counted");
    ASSERT_EQ(text.uniques.size(), 2u);
    EXPECT_EQ(text.name_of_unique({"a b"}), "short");
    EXPECT_EQ(text.name_of_unique({"id", "c"}), "pair");
    EXPECT_EQ(text.name_of_unique({"c"}), "");
    ASSERT_EQ(text.checks.size(), 2u);
    EXPECT_EQ(text.checks[0], (aludel::schema::check{"c_positive", "c > 0"}));
    EXPECT_EQ(text.checks[1], (aludel::schema::check{"", "\"c\" < 10"}));
    EXPECT_EQ(text.foreign_keys, (std::vector<std::string>{"", "fk"}));
    EXPECT_TRUE(text.has_rowid);
}

TEST(sqlite_table_text, knows_tables_without_rowid) {
    EXPECT_FALSE(parse_create_table("CREATE TABLE t (a integer primary key) without rowid").has_rowid);
    EXPECT_TRUE(parse_create_table("CREATE TABLE t (\"without\" integer primary key)").has_rowid);
}

TEST(sqlite_table_text, takes_names_that_are_words_of_sql_for_names) {
    const auto text = parse_create_table(R"(CREATE TABLE t ("check" integer, "unique" text, "references" text))");
    EXPECT_TRUE(text.checks.empty());
    EXPECT_TRUE(text.uniques.empty());
    EXPECT_TRUE(text.foreign_keys.empty());
}

TEST(sqlite_table_text, tells_affinities_by_the_rules_of_the_manual) {
    // sqlite.org/datatype3.html, 3.1.1
    EXPECT_EQ(affinity_of_type("UNSIGNED BIG INT"), "INTEGER");
    EXPECT_EQ(affinity_of_type("native character(70)"), "TEXT");
    EXPECT_EQ(affinity_of_type("CLOB"), "TEXT");
    EXPECT_EQ(affinity_of_type(""), "BLOB");
    EXPECT_EQ(affinity_of_type("double blob"), "BLOB");
    EXPECT_EQ(affinity_of_type("DOUBLE PRECISION"), "REAL");
    EXPECT_EQ(affinity_of_type("FLOATING POINT"), "INTEGER") << "INT is looked for first";
    EXPECT_EQ(affinity_of_type("decimal(10,5)"), "NUMERIC");
    EXPECT_EQ(affinity_of_type("STRING"), "NUMERIC");
}

}  // namespace
