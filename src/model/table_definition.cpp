// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/table_definition.hpp>

#include <algorithm>

namespace aludel::schema {

const column* find_column(const table& of, std::string_view name) noexcept {
    const auto found =
        std::find_if(of.columns.begin(), of.columns.end(), [name](const column& each) { return each.name == name; });
    return found == of.columns.end() ? nullptr : &*found;
}

const table* find_table(std::span<const table> tables, const table_name& name) noexcept {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&name](const table& each) { return same_table(each.name, name); });
    return found == tables.end() ? nullptr : &*found;
}

bool same_table(const table_name& left, const table_name& right) noexcept {
    return left.name == right.name && (left.schema == right.schema || left.schema.empty() || right.schema.empty());
}

}  // namespace aludel::schema
