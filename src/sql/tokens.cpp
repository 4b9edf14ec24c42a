// SPDX-License-Identifier: BSL-1.0
#include "sql/tokens.hpp"

#include <algorithm>

namespace aludel::sql {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_of_word(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' || byte >= 0x80u;
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Behind the closing quote; a doubled one does not close.
std::size_t end_of_quoted(std::string_view sql, std::size_t begin, char closing, backslash inside) noexcept {
    for (std::size_t at = begin + 1; at < sql.size(); ++at) {
        if (sql[at] == '\\' && inside == backslash::escapes) {
            ++at;
            continue;
        }
        if (sql[at] != closing) {
            continue;
        }
        if (closing == ']' || at + 1 == sql.size() || sql[at + 1] != closing) {
            return at + 1;
        }
        ++at;
    }
    return sql.size();
}

std::size_t end_of_comment(std::string_view sql, std::size_t begin) noexcept {
    const std::size_t end = sql.find("*/", begin + 2);
    return end == std::string_view::npos ? sql.size() : end + 2;
}

bool opens_executable_comment(std::string_view sql, std::size_t at) noexcept {
    return sql.substr(at, 3) == "/*!" || sql.substr(at, 4) == "/*M!";
}

/// Behind the blanks and comments that begin here.
std::size_t skip_blanks(std::string_view sql, std::size_t at, bool comments_may_run) noexcept {
    while (at < sql.size()) {
        if (sql[at] == ' ' || (sql[at] >= '\t' && sql[at] <= '\r')) {
            ++at;
        } else if (sql.substr(at, 2) == "--") {
            at = std::min(sql.find('\n', at), sql.size());
        } else if (sql.substr(at, 2) == "/*" && !(comments_may_run && opens_executable_comment(sql, at))) {
            at = end_of_comment(sql, at);
        } else {
            break;
        }
    }
    return at;
}

std::size_t end_of_word(std::string_view sql, std::size_t at) noexcept {
    while (at < sql.size() && is_of_word(sql[at])) {
        ++at;
    }
    return at;
}

/// Behind the $tag$ that closes the one at `begin`; `begin` where none opens.
std::size_t end_of_dollar_quoted(std::string_view sql, std::size_t begin) noexcept {
    std::size_t end = begin + 1;
    while (end < sql.size() && is_of_word(sql[end]) && sql[end] != '$') {
        ++end;
    }
    if (end == sql.size() || sql[end] != '$') {
        return begin;
    }
    const std::string_view tag = sql.substr(begin, end + 1 - begin);
    const std::size_t closing = sql.find(tag, end + 1);
    return closing == std::string_view::npos ? sql.size() : closing + tag.size();
}

bool is_escaping_text(std::string_view sql, std::size_t begin, token_rules rules) noexcept {
    return rules.dollars_hold_texts && lower(sql[begin]) == 'e' && sql.substr(begin + 1, 1) == "'";
}

/// Behind the text that begins here; `begin` where none does.
std::size_t end_of_text(std::string_view sql, std::size_t begin, token_rules rules) noexcept {
    if (sql[begin] == '\'') {
        return end_of_quoted(sql, begin, '\'', rules.in_text);
    }
    if (is_escaping_text(sql, begin, rules)) {
        return end_of_quoted(sql, begin + 1, '\'', backslash::escapes);
    }
    return rules.dollars_hold_texts && sql[begin] == '$' ? end_of_dollar_quoted(sql, begin) : begin;
}

token token_at(std::string_view sql, std::size_t begin, token_rules rules) noexcept;

/// A server that runs it reads texts and comments inside of it, too, which may hold what would close it; for another
/// one it ends where it seems to.
std::size_t end_of_executable_comment(std::string_view sql, std::size_t begin, token_rules rules) noexcept {
    rules.comments_may_run = false;
    std::size_t at = sql.find('!', begin) + 1;
    while ((at = skip_blanks(sql, at, false)) < sql.size()) {
        if (sql.substr(at, 2) == "*/") {
            return at + 2;
        }
        at = token_at(sql, at, rules).end();
    }
    return end_of_comment(sql, begin);
}

token token_at(std::string_view sql, std::size_t begin, token_rules rules) noexcept {
    const char first = sql[begin];
    token found{token_kind::symbol, {}, begin};
    std::size_t end = begin + 1;
    if (rules.comments_may_run && opens_executable_comment(sql, begin)) {
        found.kind = token_kind::executable_comment;
        end = end_of_executable_comment(sql, begin, rules);
    } else if (const std::size_t behind_text = end_of_text(sql, begin, rules); behind_text != begin) {
        found.kind = token_kind::text;
        end = behind_text;
    } else if (first == '"' || first == '`' || (first == '[' && rules.brackets_hold_names)) {
        found.kind = token_kind::quoted_name;
        end = end_of_quoted(sql, begin, first == '[' ? ']' : first, backslash::is_plain);
    } else if (is_of_word(first)) {
        found.kind = is_digit(first) ? token_kind::number : token_kind::word;
        end = end_of_word(sql, begin);
    }
    found.text = sql.substr(begin, end - begin);
    return found;
}

/// The index behind the parenthesis that closes the one at `open`.
std::size_t behind_parentheses(std::span<const token> tokens, std::size_t open) noexcept {
    std::size_t depth = 0;
    for (std::size_t at = open; at < tokens.size(); ++at) {
        depth += tokens[at].is_symbol('(') ? 1 : 0;
        if (tokens[at].is_symbol(')') && --depth == 0) {
            return at + 1;
        }
    }
    return tokens.size();
}

bool is_plain_name(std::string_view name) noexcept {
    return !name.empty() && !is_digit(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_of_word(c) && c == lower(c); });
}

}  // namespace

bool token::is_word(std::string_view keyword) const noexcept {
    return kind == token_kind::word && std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                                                  [](char left, char right) { return lower(left) == lower(right); });
}

std::string token::unquoted() const {
    if (kind != token_kind::quoted_name && kind != token_kind::text) {
        return std::string{text};
    }
    std::string plain;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        plain += text[at];
        at += text[at] == text.back() ? 1 : 0;
    }
    return plain;
}

std::optional<token> token_reader::next() noexcept {
    at_ = skip_blanks(sql_, at_, rules_.comments_may_run);
    if (at_ == sql_.size()) {
        return std::nullopt;
    }
    const token found = token_at(sql_, at_, rules_);
    at_ = found.end();
    return found;
}

std::vector<token> tokens_of(std::string_view sql, backslash in_text) {
    token_reader reader{sql, {.in_text = in_text}};
    std::vector<token> found;
    while (const std::optional<token> next = reader.next()) {
        found.push_back(*next);
    }
    return found;
}

std::span<const token> inside_parentheses(std::span<const token> tokens, std::size_t& from) {
    while (from < tokens.size() && !tokens[from].is_symbol('(')) {
        ++from;
    }
    const std::size_t open = from;
    from = behind_parentheses(tokens, open);
    return from >= open + 2 ? tokens.subspan(open + 1, from - open - 2) : std::span<const token>{};
}

std::vector<std::span<const token>> split_at_commas(std::span<const token> tokens) {
    std::vector<std::span<const token>> parts;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < tokens.size();) {
        if (tokens[at].is_symbol('(')) {
            at = behind_parentheses(tokens, at);
            continue;
        }
        if (tokens[at].is_symbol(',')) {
            parts.push_back(tokens.subspan(begin, at - begin));
            begin = at + 1;
        }
        ++at;
    }
    parts.push_back(tokens.subspan(begin));
    return parts;
}

std::vector<std::string> names_in(std::span<const token> list) {
    std::vector<std::string> names;
    for (const std::span<const token> part : split_at_commas(list)) {
        if (part.size() != 1 || (part[0].kind != token_kind::word && part[0].kind != token_kind::quoted_name)) {
            return {};
        }
        names.push_back(part[0].unquoted());
    }
    return names;
}

std::string_view text_of(std::string_view sql, std::span<const token> tokens) noexcept {
    return tokens.empty() ? std::string_view{}
                          : sql.substr(tokens.front().begin, tokens.back().end() - tokens.front().begin);
}

std::string canonical_expression(std::string_view sql) {
    const std::vector<token> all = tokens_of(sql);
    std::span<const token> tokens = all;
    while (tokens.size() > 2 && tokens.front().is_symbol('(') && behind_parentheses(tokens, 0) == tokens.size()) {
        tokens = tokens.subspan(1, tokens.size() - 2);
    }
    std::string text;
    for (const token& each : tokens) {
        std::string piece{each.text};
        if (each.kind == token_kind::word) {
            std::transform(piece.begin(), piece.end(), piece.begin(), lower);
        } else if (each.kind == token_kind::quoted_name && is_plain_name(each.unquoted())) {
            piece = each.unquoted();
        }
        const bool joins_words = !text.empty() && is_of_word(text.back()) && is_of_word(piece.front());
        text += joins_words ? " " + piece : piece;
    }
    return text;
}

}  // namespace aludel::sql
