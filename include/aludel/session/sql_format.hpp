// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace aludel {

/// Text of a statement that is only known at run time. Its {} are checked when it is used. Never put values into it.
struct runtime_sql {
    std::string_view text;
};

namespace detail {

// Not constexpr: where the text is checked while compiling, the compiler's error names the one that would be called.
/// Throws usage_error.
[[noreturn]] void the_sql_text_needs_exactly_one_placeholder_for_each_argument();
/// Throws usage_error.
[[noreturn]] void a_brace_in_the_sql_text_is_neither_a_placeholder_nor_doubled();

/// Placeholders in a statement's text. Throws usage_error for a brace that is neither {} nor doubled.
constexpr std::size_t count_placeholders(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{' && text[i] != '}') {
            continue;
        }
        const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
        const bool pair = text[i] == '{' && i + 1 < text.size() && text[i + 1] == '}';
        if (!doubled && !pair) {
            a_brace_in_the_sql_text_is_neither_a_placeholder_nor_doubled();
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
        static_assert(!std::same_as<Text, std::string>,
                      "aludel: the SQL text must be known while compiling; what varies goes into a {}, and text that "
                      "is only known at run time is wrapped in aludel::runtime_sql");
        if (detail::count_placeholders(text_) != Arguments) {
            detail::the_sql_text_needs_exactly_one_placeholder_for_each_argument();
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
