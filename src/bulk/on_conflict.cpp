// SPDX-License-Identifier: BSL-1.0
#include <aludel/bulk/on_conflict.hpp>

#include "model/column_places.hpp"

namespace aludel {

std::vector<column_index> detail::updatable_columns(const table_description& table,
                                                    std::span<const column_index> conflict_key) {
    std::vector<column_index> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto column = static_cast<column_index>(i);
        const bool in_conflict_key = contains(conflict_key, column);
        const bool is_kept = table.columns[i].role == column_role::created_at || table.columns[i].is_version;
        if (!in_conflict_key && !is_key_column(table, i) && !is_kept) {
            columns.push_back(column);
        }
    }
    return columns;
}

}  // namespace aludel
