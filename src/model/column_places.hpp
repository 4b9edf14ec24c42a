// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include <aludel/model/table_description.hpp>

namespace aludel {

/// Where a column stands among these; behind them, at their number: it is not there.
inline std::size_t place_in(std::span<const column_index> columns, std::size_t wanted) noexcept {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), wanted) - columns.begin());
}

inline bool contains(std::span<const column_index> columns, std::size_t wanted) noexcept {
    return place_in(columns, wanted) != columns.size();
}

/// The index of a column of the table.
inline column_index index_in(const table_description& table, const column_description& column) noexcept {
    return static_cast<column_index>(&column - table.columns.data());
}

}  // namespace aludel
