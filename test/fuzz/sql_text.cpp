// SPDX-License-Identifier: BSL-1.0
// Text of statements as programs give it: its {} become placeholders, and it is cut at its semicolons.
#include <algorithm>

#include <aludel/session/session.hpp>
#include <aludel/sql/syntax.hpp>

#include "fuzzing.hpp"
#include "session/statement_text.hpp"

namespace {

using fuzzing::require;
using namespace aludel;

std::string doubled(std::string_view text) {
    std::string twice;
    for (const char c : text) {
        twice += c;
        if (c == '{' || c == '}') {
            twice += c;
        }
    }
    return twice;
}

std::string written(std::string_view text, placeholder_style style) {
    syntax facts;
    facts.placeholders = style;
    std::string sql;
    fuzzing::completes([&] { sql = detail::with_placeholders(text, facts); });
    return sql;
}

void check_placeholders(std::string_view text) {
    std::size_t found = 0;
    if (!fuzzing::completes([&] { found = detail::count_placeholders(text); })) {
        return;
    }
    require(fuzzing::completes([&] { detail::check_placeholders(text, found); }), "as many arguments as {} are taken");
    require(!fuzzing::completes([&] { detail::check_placeholders(text, found + 1); }), "one more is refused");
    const bool has_nul = text.find('\0') != std::string_view::npos;
    const std::string dollars = written(text, placeholder_style::dollar_number);
    require(has_nul == (dollars.empty() && !text.empty()), "NUL is refused, and nothing else");
    require(dollars.size() >= written(text, placeholder_style::question_mark).size(), "$1 is longer than ?");
}

void check_escaping(std::string_view text) {
    const std::string twice = doubled(text);
    require(detail::count_placeholders(twice) == 0, "doubled braces are no {}");
    if (text.find('\0') == std::string_view::npos) {
        require(written(twice, placeholder_style::question_mark) == text, "doubled braces are braces");
    }
}

void check_splitting(std::string_view text) {
    const char* behind = text.data();
    for (const std::string_view statement : statement_text::split(text)) {
        require(statement.data() >= behind, "statements follow each other");
        require(!statement.empty(), "a statement is not empty");
        behind = statement.data() + statement.size();
    }
    require(behind <= text.data() + text.size(), "statements are parts of the text");
    const std::string word = statement_text::first_word(text);
    require(std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
            "the first word is in lower case");
    require(statement_text::count_parameters(text) <=
                static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')),
            "a parameter begins with a colon");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzzing::text_of(data, size);
    check_placeholders(text);
    check_escaping(text);
    check_splitting(text);
    return 0;
}
