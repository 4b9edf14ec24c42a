// SPDX-License-Identifier: BSL-1.0
#include "cpp_names.hpp"

#include <algorithm>
#include <iterator>

#include <aludel/error.hpp>

namespace aludel::migrate {
namespace {

/// C++20's keywords and alternative tokens, [lex.key] and [lex.digraph], and the two names that each header speaks of.
constexpr std::string_view reserved[] = {
    "alignas",     "alignof",   "and",        "and_eq",    "asm",      "auto",         "bitand",
    "bitor",       "bool",      "break",      "case",      "catch",    "char",         "char8_t",
    "char16_t",    "char32_t",  "class",      "compl",     "concept",  "const",        "consteval",
    "constexpr",   "constinit", "const_cast", "continue",  "co_await", "co_return",    "co_yield",
    "decltype",    "default",   "delete",     "do",        "double",   "dynamic_cast", "else",
    "enum",        "explicit",  "export",     "extern",    "false",    "float",        "for",
    "friend",      "goto",      "if",         "inline",    "int",      "long",         "mutable",
    "namespace",   "new",       "noexcept",   "not",       "not_eq",   "nullptr",      "operator",
    "or",          "or_eq",     "private",    "protected", "public",   "register",     "reinterpret_cast",
    "requires",    "return",    "short",      "signed",    "sizeof",   "static",       "static_assert",
    "static_cast", "struct",    "switch",     "template",  "this",     "thread_local", "throw",
    "true",        "try",       "typedef",    "typeid",    "typename", "union",        "unsigned",
    "using",       "virtual",   "void",       "volatile",  "wchar_t",  "while",        "xor",
    "xor_eq",      "std",       "aludel"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_allowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

/// Letters and digits, with one underscore for each run of others: two in a row are the implementation's.
std::string words_of(std::string_view name) {
    std::string words;
    for (const char c : name) {
        if (is_allowed(c)) {
            words += c;
        } else if (!words.empty() && words.back() != '_') {
            words += '_';
        }
    }
    if (!name.ends_with('_') && words.ends_with('_')) {
        words.pop_back();
    }
    return words.empty() || is_digit(words.front()) ? "n_" + words : words;
}

bool is_reserved(std::string_view name) {
    return std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved);
}

/// Of ASCII letters, digits and underscores, and not the implementation's: [lex.name].
bool is_identifier(std::string_view name) {
    const bool is_of_words = std::all_of(name.begin(), name.end(), [](char c) { return is_allowed(c) || c == '_'; });
    return is_of_words && !name.empty() && !is_digit(name.front()) && name.front() != '_' &&
           name.find("__") == std::string_view::npos && !is_reserved(name);
}

}  // namespace

std::string cpp_name(std::string_view name, std::vector<std::string>& taken) {
    const auto is_free = [&taken](const std::string& each) {
        return !is_reserved(each) && std::find(taken.begin(), taken.end(), each) == taken.end();
    };
    const std::string words = words_of(name);
    std::string chosen = words;
    if (!is_free(chosen) && !chosen.ends_with('_')) {
        chosen += '_';
    }
    for (int number = 2; !is_free(chosen); ++number) {
        chosen = words + (words.ends_with('_') ? "" : "_") + std::to_string(number);
    }
    taken.push_back(chosen);
    return chosen;
}

void require_namespace(std::string_view name) {
    std::string_view left = name;
    std::size_t colons = 0;
    bool is_good = true;
    while ((colons = left.find("::")) != std::string_view::npos) {
        is_good = is_good && is_identifier(left.substr(0, colons));
        left.remove_prefix(colons + 2);
    }
    if (!is_good || !is_identifier(left)) {
        throw usage_error{'"' + std::string{name} +
                          "\" names no namespace for structs; write names of ASCII letters, digits and single "
                          "underscores, none of them a keyword, with \"::\" between them, such as shop::tables"};
    }
}

std::string cpp_literal(std::string_view text) {
    std::string literal = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': literal += "\\\""; break;
        case '\\': literal += "\\\\"; break;
        case '\n': literal += "\\n"; break;
        case '\r': literal += "\\r"; break;
        case '\t': literal += "\\t"; break;
        default: literal += c;
        }
    }
    return literal + '"';
}

}  // namespace aludel::migrate
