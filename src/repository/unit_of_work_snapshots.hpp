// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_description.hpp>

/// Rows as they were when they were loaded or written.
namespace aludel::detail {

/// Appends the values as bytes, which are the same for the same values of the same kinds.
void append_packed(std::string& packed, std::span<const value_view> row);
/// The values again. They borrow from `packed`.
void unpack(std::string_view packed, std::span<value_view> row);

/// The columns that an update has to write: those whose values differ, but for those that the library keeps.
std::vector<column_index> changed_columns(const table_description& table, std::span<const value_view> before,
                                          std::span<const value_view> now);

/// The values of some columns as bytes that are the same for the same key; empty when one of them is NULL.
std::string key_bytes(std::span<const value_view> row, std::span<const column_index> columns);

}  // namespace aludel::detail
