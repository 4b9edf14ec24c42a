// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <aludel/model/value_view.hpp>

#include "stored_text.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// A virtual table that reads rows where they wait, so that one INSERT … SELECT stores any number of them:
///     select c0, c1, … from aludel_rows_<columns>(<waiting_rows>)
/// It needs no CREATE VIRTUAL TABLE (sqlite.org/vtab.html#eponymous_virtual_tables); its argument is a pointer that
/// only C code can bind (sqlite.org/bindptr.html).
namespace aludel::sqlite {

/// Rows of one width that a statement reads, and what kept it from storing one of their values.
struct waiting_rows {
    /// `room` is for how many values.
    waiting_rows(std::size_t columns, std::size_t room) : width{columns}, values(room), texts(columns) {}

    std::size_t width;
    std::vector<value_view> values;  // rows × width, and room for more
    std::size_t filled = 0;          // values of rows
    std::vector<stored_text> texts;  // one for each column, of the row that is being stored
    const char* refused = nullptr;
    std::size_t refused_column = 0;
};

/// Makes the table for rows of this width known to the connection. Throws when it cannot be.
void register_rows_table(::sqlite3* handle, std::size_t columns);

/// "aludel_rows_7"
std::string rows_table_name(std::size_t columns);

/// Binds the rows as the table's argument, until the next binding.
void bind_rows(::sqlite3_stmt* statement, int position, waiting_rows& rows);

/// The greatest width that a connection's limit of columns leaves.
std::size_t widest_rows_table(::sqlite3* handle) noexcept;

}  // namespace aludel::sqlite
