// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace aludel {

/// Text of a statement that is only known at run time. Its {} are checked when it is used. Never put values into it.
struct runtime_sql {
    std::string_view text;
};

namespace detail {

/// Placeholders in a statement's text. Throws for a brace that is neither {} nor doubled.
constexpr std::size_t count_placeholders(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{' && text[i] != '}') {
            continue;
        }
        const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
        const bool pair = text[i] == '{' && i + 1 < text.size() && text[i + 1] == '}';
        if (!doubled && !pair) {
            throw std::invalid_argument{"a brace in the SQL text is neither {} nor doubled: write {{ or }}"};
        }
        count += pair ? 1 : 0;
        ++i;
    }
    return count;
}

/// Throws usage_error for a text whose {} are not as many as its arguments.
void check_placeholders(std::string_view text, std::size_t arguments);

}  // namespace detail

/// The text of a statement in which each {} is a bound parameter, never text. The number of {} is checked while
/// compiling; {{ and }} are braces.
template <std::size_t Arguments>
class sql_format {
public:
    template <std::convertible_to<std::string_view> Text>
    consteval sql_format(const Text& text) : text_{text} {  // NOLINT: converting on purpose
        if (detail::count_placeholders(text_) != Arguments) {
            throw std::invalid_argument{"aludel: the SQL text needs exactly one {} for each argument"};
        }
    }
    sql_format(runtime_sql sql) : text_{sql.text} {  // NOLINT: converting on purpose
        detail::check_placeholders(text_, Arguments);
    }
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

}  // namespace aludel
