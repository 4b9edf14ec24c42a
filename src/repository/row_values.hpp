// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/repository/patch.hpp>
#include <aludel/sql/statements.hpp>

/// From an object's row to what statements about it need.
namespace aludel {

/// The object's values, one per column. They borrow from the object and the scratch.
std::vector<value_view> row_of(const table_description& table, const void* object, scratch& temporaries);

/// The values of the primary key in a row.
std::vector<value_view> key_of(const table_description& table, std::span<const value_view> row);

/// The changes, borrowed.
std::vector<sql::assignment> borrowed(std::span<const owned_assignment> changes);

/// What an update of these columns writes: not the columns that the library keeps, unless the caller set them.
std::vector<sql::assignment> assignments_of(const table_description& table, std::span<const value_view> row,
                                            std::span<const column_index> columns);

/// Whether making the stored object may throw what is not ours, when the row is written already.
bool runs_user_code(const table_description& table);

/// The time that goes into the table's updated_at where a change is made; none for a table without one.
std::optional<value_view> touch_time(const table_description& table);

}  // namespace aludel
