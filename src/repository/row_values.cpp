// SPDX-License-Identifier: BSL-1.0
#include "row_values.hpp"

#include <algorithm>

#include <aludel/repository/clauses.hpp>

namespace aludel {

std::vector<value_view> row_of(const table_description& table, const void* object, scratch& temporaries) {
    std::vector<value_view> row(table.columns.size());
    read_object(table, object, row, temporaries);
    return row;
}

std::vector<value_view> key_of(const table_description& table, std::span<const value_view> row) {
    std::vector<value_view> key;
    for (const column_index column : table.primary_key) {
        key.push_back(row[column]);
    }
    return key;
}

bool has_null(std::span<const value_view> key) {
    return std::any_of(key.begin(), key.end(), [](const value_view& part) { return part.is_null(); });
}

std::vector<sql::assignment> borrowed(std::span<const owned_assignment> changes) {
    std::vector<sql::assignment> assignments;
    for (const owned_assignment& change : changes) {
        assignments.push_back({change.column, change.value.view(), false, change.computed.get()});
    }
    return assignments;
}

std::vector<sql::assignment> assignments_of(const table_description& table, std::span<const value_view> row,
                                            std::span<const column_index> columns) {
    std::vector<sql::assignment> assignments;
    for (const column_index column : columns) {
        const column_role role = table.columns[column].role;
        const bool kept_by_library =
            role == column_role::created_at || (role == column_role::updated_at && row[column].is_null());
        if (!kept_by_library) {
            assignments.push_back({column, row[column], false});
        }
    }
    return assignments;
}

expression still_there(const table_description& table, expression condition) {
    const std::optional<column_index> mark = removal_mark(table);
    if (mark) {
        detail::add_condition(condition, detail::null_test(detail::column_operand({&table, *mark}), true));
    }
    return condition;
}

bool runs_user_code(const table_description& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const column_description& column) { return column.has_user_codec; });
}

std::optional<value_view> touch_time(const table_description& table) {
    const bool has_stamp =
        std::any_of(table.columns.begin(), table.columns.end(),
                    [](const column_description& column) { return column.role == column_role::updated_at; });
    return has_stamp ? std::optional{sql::present_time()} : std::nullopt;
}

}  // namespace aludel
