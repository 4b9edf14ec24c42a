// SPDX-License-Identifier: BSL-1.0
#include "statement_text.hpp"

#include <algorithm>

namespace aludel::statement_text {
namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_word_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The place behind the first `ending` from `from` on, or the end of the text.
std::size_t behind(std::string_view sql, std::string_view ending, std::size_t from) noexcept {
    const std::size_t at = sql.find(ending, from);
    return at == std::string_view::npos ? sql.size() : at + ending.size();
}

std::size_t behind_comment(std::string_view sql, std::size_t at) noexcept {
    if (sql.substr(at, 2) == "--") {
        return behind(sql, "\n", at);
    }
    return sql.substr(at, 2) == "/*" ? behind(sql, "*/", at + 2) : at;
}

std::size_t behind_dollar_quote(std::string_view sql, std::size_t at) noexcept {
    std::size_t end = at + 1;
    while (end < sql.size() && is_word_character(sql[end])) {
        ++end;
    }
    if (end == sql.size() || sql[end] != '$') {
        return at;
    }
    return behind(sql, sql.substr(at, end + 1 - at), end + 1);
}

/// The place behind the string, name or comment that begins at `at`, or `at` when none does.
std::size_t behind_opaque(std::string_view sql, std::size_t at) noexcept {
    switch (sql[at]) {
    case '\'':
    case '"':
    case '`': return behind(sql, sql.substr(at, 1), at + 1);
    case '$': return behind_dollar_quote(sql, at);
    default: return behind_comment(sql, at);
    }
}

std::size_t begin_of_words(std::string_view sql) noexcept {
    std::size_t at = 0;
    while (at < sql.size()) {
        const std::size_t next = is_blank(sql[at]) ? at + 1 : behind_comment(sql, at);
        if (next == at) {
            break;
        }
        at = next;
    }
    return at;
}

/// Takes the next word, in lower case.
std::string take_word(std::string_view& sql) {
    sql.remove_prefix(begin_of_words(sql));
    std::string word;
    while (!sql.empty() && is_word_character(sql.front())) {
        const char c = sql.front();
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        sql.remove_prefix(1);
    }
    return word;
}

bool creates_routine(std::string_view sql) {
    constexpr std::string_view routines[] = {"trigger", "procedure", "function", "package", "event"};
    if (take_word(sql) != "create") {
        return false;
    }
    // create or replace temporary trigger …
    for (int word = 0; word < 4; ++word) {
        const std::string next = take_word(sql);
        if (std::find(std::begin(routines), std::end(routines), next) != std::end(routines)) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string first_word(std::string_view sql) {
    return take_word(sql);
}

std::vector<std::string_view> split(std::string_view sql) {
    if (creates_routine(sql)) {
        return {sql};
    }
    std::vector<std::string_view> statements;
    const auto add = [&statements](std::string_view part) {
        if (begin_of_words(part) < part.size()) {
            statements.push_back(part);
        }
    };
    std::size_t begin = 0;
    std::size_t at = 0;
    while (at < sql.size()) {
        if (sql[at] == ';') {
            add(sql.substr(begin, at - begin));
            begin = at + 1;
        }
        const std::size_t next = behind_opaque(sql, at);
        at = next == at ? at + 1 : next;
    }
    add(sql.substr(begin));
    return statements;
}

std::size_t count_parameters(std::string_view sql) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < sql.size()) {
        const char next = at + 1 < sql.size() ? sql[at + 1] : ' ';
        const bool is_digit = next >= '0' && next <= '9';  // a slice: a[1:2]
        const bool is_cast = at > 0 && sql[at - 1] == ':';
        count += sql[at] == ':' && is_word_character(next) && !is_digit && !is_cast ? 1 : 0;
        const std::size_t behind_it = behind_opaque(sql, at);
        at = behind_it == at ? at + 1 : behind_it;
    }
    return count;
}

}  // namespace aludel::statement_text
