// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aludel/model/function_ref.hpp>
#include <aludel/model/table_description.hpp>

namespace aludel {

/// What a repository runs again and again.
enum class fixed_statement : std::uint8_t { find_by_key, remove_by_key, insert, insert_returning };

/// A statement to be run: its text; or for one whose text follows from a table of the program's, what it does and a
/// number, these three, by which the connection finds it without its text, and how to compose that where it does not.
/// Borrows everything.
class statement_source {
public:
    template <std::convertible_to<std::string_view> Text>
    statement_source(const Text& text) noexcept : text_{text} {}  // NOLINT: converting on purpose
    statement_source(const table_description& table, fixed_statement what, std::uint64_t variant,
                     function_ref<std::string()> compose) noexcept
        : table_{&table}, variant_{variant}, what_{what}, compose_{compose} {}

    [[nodiscard]] std::string text() const { return compose_ ? (*compose_)() : std::string{text_}; }
    [[nodiscard]] bool is_text() const noexcept { return !compose_; }
    /// What the connection's cache knows the statement by: its text, or `buffer`, where the three are written.
    [[nodiscard]] std::string_view name(std::string& buffer) const;

private:
    std::string_view text_;
    const table_description* table_ = nullptr;
    std::uint64_t variant_ = 0;
    fixed_statement what_{};
    std::optional<function_ref<std::string()>> compose_;
};

}  // namespace aludel
