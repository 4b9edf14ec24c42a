// SPDX-License-Identifier: BSL-1.0
// What only the text of CREATE TABLE says.
#include "../../../dialects/sqlite/table_text.hpp"

#include <gtest/gtest.h>

namespace {

using aludel::schema::key_columns;
using aludel::schema::unwritable_clause;
using aludel::sqlite::affinity_of_type;
using aludel::sqlite::parse_create_table;
using aludel::sqlite::table_text;

TEST(sqlite_table_text, names_constraints_of_tables_and_columns) {
    const auto text = parse_create_table(R"(CREATE TABLE "odd (table" (
        id integer constraint counted primary key autoincrement,
        [a b] varchar(20) default ('x, (y') constraint short unique on conflict ignore,
        c integer constraint c_positive check (c > 0) references other(id),
        constraint pair unique ("id", c), -- a remark, with a comma
        check ("c" < 10),
        constraint fk foreign key (c, id) references "on" (x, y) on delete set null))");
    EXPECT_EQ(text.primary_key.name, "counted");
    ASSERT_EQ(text.uniques.size(), 2u);
    EXPECT_EQ(text.unique_over({"a b"}), (key_columns{"short", {"a b"}, false, " on conflict ignore"}));
    EXPECT_EQ(text.unique_over({"id", "c"}), (key_columns{"pair", {"id", "c"}}));
    EXPECT_EQ(text.unique_over({"c"}), (key_columns{"", {"c"}}));
    ASSERT_EQ(text.checks.size(), 2u);
    EXPECT_EQ(text.checks[0], (aludel::schema::check{"c_positive", "c > 0"}));
    EXPECT_EQ(text.checks[1], (aludel::schema::check{"", "\"c\" < 10"}));
    EXPECT_EQ(text.foreign_keys, (std::vector<table_text::foreign_key>{{"", ""}, {"fk", ""}}));
    EXPECT_TRUE(text.has_rowid);
    EXPECT_EQ(text.options, "");
    EXPECT_EQ(text.unwritable, (std::vector<unwritable_clause>{}));
}

TEST(sqlite_table_text, calls_a_check_as_sqlite_does) {
    // "CHECK constraint failed: nn" is what 3.40.1 says of the first: a name goes on behind NOT NULL and DEFAULT.
    const auto text = parse_create_table(R"(CREATE TABLE t (
        a int constraint nn not null check (a > 0),
        b int constraint d default 3 check (b > 0),
        c int constraint nn not null constraint c_small check (c < 10),
        d int check (d > 0)))");
    EXPECT_EQ(text.checks, (std::vector<aludel::schema::check>{
                               {"nn", "a > 0"}, {"d", "b > 0"}, {"c_small", "c < 10"}, {"", "d > 0"}}));
}

TEST(sqlite_table_text, keeps_what_columns_keys_and_tables_say_and_structs_cannot) {
    const auto text = parse_create_table(R"(CREATE TABLE t (
        a text not null default (lower('X')) COLLATE "NOCASE" check (a <> ''),
        b integer default -1 GENERATED ALWAYS AS (c + 1) STORED,
        c decimal(10, 2) references other (id) match full on update set null on delete no action
            not deferrable initially deferred,
        d blob default x'0102' as (a),
        e unsigned big int default 1e-5 unique,
        primary key (a asc, c) on conflict replace) STRICT, WITHOUT ROWID)");
    EXPECT_EQ(text.unwritable, (std::vector<unwritable_clause>{}));
    ASSERT_EQ(text.columns.size(), 5u);
    EXPECT_EQ(text.find("a")->clauses, " COLLATE \"NOCASE\"");
    EXPECT_EQ(text.find("a")->collation, "NOCASE");
    EXPECT_EQ(text.find("b")->clauses, " GENERATED ALWAYS AS (c + 1) STORED");
    EXPECT_TRUE(text.find("b")->computed);
    EXPECT_FALSE(text.find("c")->computed);
    EXPECT_EQ(text.find("d")->clauses, " as (a)");
    EXPECT_EQ(text.find("f"), nullptr);
    EXPECT_EQ(text.foreign_keys, (std::vector<table_text::foreign_key>{{"", " not deferrable initially deferred"}}));
    EXPECT_EQ(text.primary_key.clauses, " on conflict replace");
    EXPECT_EQ(text.unique_over({"E"}).columns, std::vector<std::string>{"E"});
    EXPECT_EQ(text.options, " STRICT, WITHOUT ROWID");
}

TEST(sqlite_table_text, tells_what_it_cannot_write_again) {
    const auto text = parse_create_table(R"(CREATE TABLE t (
        a integer primary key desc,
        b text not null on conflict rollback,
        c text null check (c > '') on conflict fail,
        unique (b collate nocase, c desc)))");
    const std::vector<unwritable_clause> expected{{"a", "PRIMARY KEY DESC"},
                                                  {"b", "NOT NULL on conflict rollback"},
                                                  {"c", "CHECK on conflict fail"},
                                                  {"", "b collate nocase"},
                                                  {"", "c desc"}};
    EXPECT_EQ(text.unwritable, expected);
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
