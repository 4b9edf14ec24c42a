// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/unique_objects.hpp>

#include "bulk/key_bytes.hpp"
#include "row_values.hpp"

namespace aludel::detail {
namespace {

std::vector<value> values_of(const table_description& table, column_index column,
                             std::span<const void* const> objects) {
    std::vector<value> values;
    values.reserve(objects.size());
    for (const void* object : objects) {
        scratch temporaries;
        values.emplace_back(row_of(table, object, temporaries)[column]);
    }
    return values;
}

expression same_values(const table_description& table, std::span<const column_index> columns, const void* object) {
    scratch temporaries;
    const std::vector<value_view> row = row_of(table, object, temporaries);
    expression made;
    made.kind = expression_kind::all_of;
    for (const column_index column : columns) {
        made.operands.push_back(compare(column_reference{&table, column}, comparison::equal, value{row[column]}));
    }
    return made;
}

}  // namespace

std::string key_bytes_of(const table_description& table, std::span<const column_index> columns, const void* object) {
    scratch temporaries;
    const std::vector<value_view> row = row_of(table, object, temporaries);
    std::string bytes;
    for (const column_index column : columns) {
        if (row[column].is_null()) {
            return {};
        }
        append_key_bytes(bytes, row[column]);
    }
    return bytes;
}

std::vector<expression> rows_with_keys_of(const table_description& table, std::span<const column_index> columns,
                                          std::span<const void* const> objects) {
    constexpr std::size_t keys_in_a_statement = 100;  // far below every server's parameters and depth of expressions
    std::vector<expression> conditions;
    if (columns.size() == 1 && !objects.empty()) {
        conditions.push_back(
            membership(column_reference{&table, columns[0]}, true, values_of(table, columns[0], objects)));
        return conditions;
    }
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (i % keys_in_a_statement == 0) {
            conditions.emplace_back();
            conditions.back().kind = expression_kind::any_of;
        }
        conditions.back().operands.push_back(same_values(table, columns, objects[i]));
    }
    return conditions;
}

}  // namespace aludel::detail
