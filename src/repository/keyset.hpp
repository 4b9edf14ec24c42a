// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/sql/statements.hpp>

/// Pages by key: where one ends, as text, and the condition for the rows behind that.
namespace aludel::detail {

/// One column of an order in which no two rows are alike.
struct keyset_step {
    column_reference column;
    bool descending = false;
    bool nulls_first = false;  ///< as rows come; says nothing where the column cannot be NULL

    [[nodiscard]] const column_description& description() const { return column.description(); }
};

/// The query's order, and behind it the columns of the key that it leaves out. Throws usage_error for an order by
/// anything but columns of the query's table.
std::vector<keyset_step> keyset_of(const sql::select_query& asked);
/// The same rows, the last one first.
std::vector<keyset_step> reversed(std::vector<keyset_step> steps);
/// As ORDER BY says it. Where `first_is_split`, rows with NULL in the first column come in a query of their own.
std::vector<ordering> order_of(std::span<const keyset_step> steps, bool first_is_split);

/// The rows that come behind the one with these values, in a form that an index can be read from. The first value is
/// not NULL, and rows with NULL in the first column are left out.
expression behind(std::span<const keyset_step> steps, std::span<const value> values, const syntax& facts);

/// The same, where the first value may be NULL and such rows belong to the others.
expression behind_any(std::span<const keyset_step> steps, std::span<const value> values, const syntax& facts);

/// The text that names a row by its values in the order's columns.
std::string cursor_of(const table_description& table, std::span<const keyset_step> steps,
                      std::span<const value> values);
/// The values in such a text. Throws usage_error for one that is damaged, or of another table or order.
std::vector<value> values_of_cursor(std::string_view cursor, const table_description& table,
                                    std::span<const keyset_step> steps);

}  // namespace aludel::detail
