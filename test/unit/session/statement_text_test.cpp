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
    testing::Values(
        split_case{"nothing", "", {}}, split_case{"blanks", " \n\t ", {}}, split_case{"only_semicolons", ";;", {}},
        split_case{"a_comment", "-- nothing; here\n", {}}, split_case{"one", "select 1", {"select 1"}},
        split_case{"one_ended", "select 1;", {"select 1"}},
        split_case{"two", "select 1; select 2", {"select 1", " select 2"}},
        split_case{"in_a_string", "select ';'; select 2", {"select ';'", " select 2"}},
        split_case{"in_a_string_with_quotes", "select 'it''s;'", {"select 'it''s;'"}},
        split_case{"in_a_name", "select \"a;b\", `c;d`", {"select \"a;b\", `c;d`"}},
        split_case{"in_a_comment", "select /* ; */ 1", {"select /* ; */ 1"}},
        split_case{"in_a_dollar_quote", "do $$ begin; end $$; select 1", {"do $$ begin; end $$", " select 1"}},
        split_case{"in_a_tagged_dollar_quote", "do $x$ $$;$$ $x$", {"do $x$ $$;$$ $x$"}},
        split_case{"a_comment_at_its_end", "select 1 -- done;\n", {"select 1"}},
        split_case{"an_executable_comment_at_its_end", "a /*!50100 b */; c", {"a /*!50100 b */", " c"}},
        split_case{"an_executable_comment_of_mariadb", "a /*M!100100 b */ -- c\n; d", {"a /*M!100100 b */", " d"}},
        split_case{
            "executable_comments_alone", "/*!40101 a */; /*!b*/ /*! c */;", {"/*!40101 a */", " /*!b*/ /*! c */"}},
        split_case{"in_an_executable_comment",
                   "/*!50003 create*/ /*!50003 trigger t begin a '*/;'; /* b */ c; end */; d",
                   {"/*!50003 create*/ /*!50003 trigger t begin a '*/;'; /* b */ c; end */", " d"}},
        split_case{"a_comment_that_only_seems_executable", "a /*! it's b */; c", {"a /*! it's b */", " c"}},
        split_case{"an_open_executable_comment", "a /*! b; c", {"a /*! b; c"}},
        split_case{"an_escaped_quote", "select E'it\\'s;'; select 2", {"select E'it\\'s;'", " select 2"}},
        split_case{"a_backslash", "select '\\'; select 2", {"select '\\'", " select 2"}},
        split_case{"in_an_index_of_an_array", "select a['x]y;']; select 2", {"select a['x]y;']", " select 2"}},
        split_case{"a_transaction",
                   "begin; select 1; end; begin work; select 2",
                   {"begin", " select 1", " end", " begin work", " select 2"}},
        split_case{"an_open_string", "select 'a; select 2", {"select 'a; select 2"}}),
    [](const auto& tested) { return std::string{tested.param.name}; });

/// Each is one statement, whatever stands behind it.
class compound : public testing::TestWithParam<const char*> {};

TEST_P(compound, statements_are_whole) {
    const std::string one = GetParam();
    const std::string text = one + "; select 2; " + one;
    EXPECT_EQ(
        statement_text::split(text),
        (std::vector<std::string_view>{one, " select 2", std::string_view{text}.substr(text.size() - one.size() - 1)}));
    EXPECT_FALSE(statement_text::is_open(one));
}

INSTANTIATE_TEST_SUITE_P(
    statement_text, compound,
    testing::Values(
        "create trigger t after insert on u begin select 1; end", "CREATE TEMP TRIGGER t begin select 1; end",
        "create trigger if not exists t after update of a on u when (new.a > 1) begin select case when 1 then 2 end; "
        "end",
        "create definer = `root`@`local;host` trigger t before insert on u for each row set new.a = 1",
        "create or replace definer=root@localhost procedure p() begin select 1; select 2; end",
        "create /*!50017 definer = `root`@`localhost` */ trigger t before insert on u for each row begin set @a = 1; "
        "end "
        "/*! */",
        "create definer = current_user() function f() returns int deterministic begin return 1; end",
        "create trigger t before insert on u for each row if new.a > 1 then set new.a = 1; end if",
        "create trigger t before insert on u for each row follows s begin set new.a = case when 1 then 2 else 3 end; "
        "end",
        "create procedure p() begin if (select case a when 1 then 2 end) then select 1; elseif if(a, b, c) then select "
        "2; "
        "else if b then select 3; end if; end if; end",
        "create procedure p() begin case a when 1 then select 1; else begin end; end case; end",
        "create procedure if not exists p() begin l: loop leave l; end loop l; while a do set a = 0; end while; "
        "repeat set a = repeat('x', 3); until a end repeat; end",
        "create procedure p() begin declare c cursor for select 1; declare exit handler for sqlexception begin "
        "rollback; "
        "end; drop table if exists t; for i in 1..3 do select i; end for; end",
        "create procedure p() while a do select 1; end while",
        "create event e on schedule every 1 day do begin delete from t; delete from u; end",
        "alter event e on schedule every 1 hour do begin delete from t; delete from u; end",
        "begin not atomic select 1; select 2; end",
        "create function f() returns int language sql begin atomic select 1; select 2; end",
        "create function f() returns int language plpgsql as $$ begin return 1; end $$",
        "create constraint trigger t after insert on u for each row execute function f()",
        "create table begin_and_end (a int)", "create view v as select case when a then b end from t"));

TEST(compound_statements, are_open_where_their_end_is_missing) {
    EXPECT_TRUE(statement_text::is_open("create trigger t after insert on u begin select 1;"));
    EXPECT_TRUE(statement_text::is_open("create package p as procedure q(); end"));
    EXPECT_EQ(statement_text::split("create package p as procedure q(); end; select 1").size(), 1u);
    EXPECT_FALSE(statement_text::is_open("begin"));
    EXPECT_FALSE(statement_text::is_open(""));
}

TEST(semicolons, are_held_where_something_is_behind_them) {
    EXPECT_TRUE(statement_text::holds_semicolon("begin a; end"));
    EXPECT_FALSE(statement_text::holds_semicolon("select ';' -- ;\n;;"));
    EXPECT_TRUE(statement_text::holds_semicolon("/*!50003 create trigger t begin a; end */"));
    EXPECT_FALSE(statement_text::holds_semicolon("a /*!50100 b */"));
}

TEST(first_word, is_in_lower_case_and_behind_comments) {
    EXPECT_EQ(statement_text::first_word("SELECT 1"), "select");
    EXPECT_EQ(statement_text::first_word("  -- a\n /* b */ Insert into t"), "insert");
    EXPECT_EQ(statement_text::first_word("/*!40101 a */ Select 1"), "select");
    EXPECT_EQ(statement_text::first_word("(select 1)"), "");
    EXPECT_EQ(statement_text::first_word("'insert'"), "");
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
