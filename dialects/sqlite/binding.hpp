// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <aludel/model/value_view.hpp>

struct sqlite3_stmt;

namespace aludel::sqlite {

/// Binds values to the parameters of a statement, which borrows what they borrow, and the texts made here.
class binder {
public:
    /// Throws mapping_error for a value that SQLite cannot store, usage_error for a wrong number of them.
    void bind(::sqlite3_stmt* statement, std::span<const value_view> parameters, std::string_view sql);

private:
    int bind_one(::sqlite3_stmt* statement, int position, const value_view& value);
    int bind_made_text(::sqlite3_stmt* statement, int position, std::size_t begin) const;
    int bind_unsigned(::sqlite3_stmt* statement, int position, std::uint64_t value);

    std::string texts_;  // dates, timestamps, great unsigned numbers: reserved before it is filled, so nothing moves
};

/// The present row's column as SQLite stores it: integer, float, text, bytes or NULL.
value_view column_of(::sqlite3_stmt* statement, int column) noexcept;

}  // namespace aludel::sqlite
