// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <aludel/model/value_view.hpp>

#include "stored_text.hpp"

struct sqlite3_stmt;

namespace aludel::sqlite {

/// Binds values to the parameters of a statement, which borrows what they borrow, and the texts made here.
class binder {
public:
    /// `expected` is the number of the statement's parameters.
    explicit binder(int expected) : texts_(static_cast<std::size_t>(expected)) {}

    /// Throws mapping_error for a value that SQLite cannot store, usage_error for a wrong number of them.
    void bind(::sqlite3_stmt* statement, std::span<const value_view> parameters, std::string_view sql);

private:
    std::vector<stored_text> texts_;  // one for each parameter: dates, timestamps, great unsigned numbers
};

/// The present row's column as SQLite stores it: integer, float, text, bytes or NULL. A date, a timestamp or an
/// unsigned number where that is `expected` and stored as this library does.
value_view column_of(::sqlite3_stmt* statement, int column, value_kind expected) noexcept;

}  // namespace aludel::sqlite
