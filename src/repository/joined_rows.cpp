// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/repository/from.hpp>

namespace aludel::detail {

bool is_absent(const table_description& table, std::span<const value_view> row) {
    if (!table.primary_key.empty()) {
        return row[table.primary_key.front()].is_null();
    }
    return std::all_of(row.begin(), row.end(), [](const value_view& view) { return view.is_null(); });
}

}  // namespace aludel::detail
