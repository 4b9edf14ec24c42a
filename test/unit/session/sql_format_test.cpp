// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <gtest/gtest.h>

#include <aludel/error.hpp>
#include <aludel/session/session.hpp>

namespace {

using aludel::placeholder_style;
using aludel::runtime_sql;
using aludel::sql_format;
using aludel::detail::count_placeholders;

static_assert(count_placeholders("") == 0);
static_assert(count_placeholders("select 1") == 0);
static_assert(count_placeholders("a = {} and b = {}") == 2);
static_assert(count_placeholders("{}{}") == 2);
static_assert(count_placeholders("'{{}}'") == 0);
static_assert(count_placeholders("{{{}}}") == 1);

std::string written(std::string_view text, placeholder_style style) {
    aludel::syntax facts;
    facts.placeholders = style;
    return aludel::detail::with_placeholders(text, facts);
}

TEST(sql_format, is_checked_while_compiling) {
    const sql_format<2> text{"update users set age = {} where id = {}"};
    EXPECT_EQ(text.text(), "update users set age = {} where id = {}");
}

TEST(sql_format, takes_text_that_is_only_known_at_run_time_if_that_is_said) {
    const std::string table = "users";
    const std::string sql = "delete from " + table + " where id = {}";
    EXPECT_EQ((sql_format<1>{runtime_sql{sql}}.text()), sql);
}

struct wrong_text {
    const char* text;
    const char* words;
};

TEST(sql_format, refuses_wrong_text_that_is_only_known_at_run_time) {
    constexpr wrong_text cases[] = {{"no placeholder", "has 0 {} for 1 arguments"},
                                    {"{} and {}", "has 2 {} for 1 arguments"},
                                    {"{", "neither {} nor doubled"},
                                    {"}", "neither {} nor doubled"},
                                    {"{0}", "neither {} nor doubled"},
                                    {"{} {", "neither {} nor doubled"},
                                    {"}{", "neither {} nor doubled"}};
    for (const wrong_text& wrong : cases) {
        try {
            (void)sql_format<1>{runtime_sql{wrong.text}};
            ADD_FAILURE() << wrong.text << " was accepted";
        } catch (const aludel::usage_error& refused) {
            EXPECT_NE(std::string{refused.what()}.find(wrong.words), std::string::npos) << refused.what();
        }
    }
}

TEST(placeholders, are_written_as_the_server_reads_them) {
    constexpr std::string_view text = "a = {} and b = {} or c in ({}, {})";
    EXPECT_EQ(written(text, placeholder_style::question_mark), "a = ? and b = ? or c in (?, ?)");
    EXPECT_EQ(written(text, placeholder_style::dollar_number), "a = $1 and b = $2 or c in ($3, $4)");
    EXPECT_EQ(written(text, placeholder_style::colon_name), "a = :p1 and b = :p2 or c in (:p3, :p4)");
}

TEST(doubled_braces, become_single_ones) {
    EXPECT_EQ(written("'{{\"a\": {}}}'", placeholder_style::dollar_number), "'{\"a\": $1}'");
    EXPECT_EQ(written("{{}}", placeholder_style::dollar_number), "{}");
    EXPECT_EQ(written("{{{}}}", placeholder_style::question_mark), "{?}");
}

}  // namespace
