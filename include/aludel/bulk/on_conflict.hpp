// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include <aludel/model/reflect.hpp>
#include <aludel/sql/conflict_policy.hpp>

namespace aludel {

namespace detail {

constexpr bool same_columns(std::span<const column_index> left, std::span<const column_index> right) {
    return left.size() == right.size() && std::all_of(left.begin(), left.end(), [right](column_index column) {
               return std::find(right.begin(), right.end(), column) != right.end();
           });
}

/// Whether the columns are the primary key or one of the uniques, in any order.
constexpr bool is_unique_key(const table_description& table, std::span<const column_index> columns) {
    return same_columns(columns, table.primary_key) ||
           std::any_of(table.uniques.begin(), table.uniques.end(),
                       [columns](std::span<const column_index> unique) { return same_columns(columns, unique); });
}

inline std::vector<column_index> to_vector(std::span<const column_index> columns) {
    return {columns.begin(), columns.end()};
}

/// Columns that a plain do_update() writes: all but the key, the conflict key and created_at.
std::vector<column_index> updatable_columns(const table_description& table, std::span<const column_index> conflict_key);

}  // namespace detail

/// A conflict policy for objects of `Root`.
template <class Root>
struct policy_for {
    conflict_policy policy;
};

/// A unique key by its members, and what to do when a row with it is there already.
template <auto First, auto... Rest>
struct on_conflict_key {
    using root = detail::struct_of<First>;

    [[nodiscard]] static std::span<const column_index> columns() {
        static_assert(detail::is_unique_key(table_of<root>, detail::member_list<First, Rest...>::columns),
                      "aludel: on_conflict<…> must name the primary key or a unique key of the struct; declare it with "
                      ".unique<…>() in entity<T>");
        return detail::member_list<First, Rest...>::columns;
    }

    /// Leaves the row that is there as it is.
    [[nodiscard]] policy_for<root> do_nothing() const {
        return {{conflict_action::do_nothing, detail::to_vector(columns()), {}}};
    }
    /// Gives the row that is there the new values, in all columns but the key and created_at.
    [[nodiscard]] policy_for<root> do_update() const {
        require_no_version();
        return {{conflict_action::do_update, detail::to_vector(columns()),
                 detail::updatable_columns(table_of<root>, columns())}};
    }
    /// Gives the row that is there the new values in these columns; updated_at moves along, and a row that was removed
    /// (soft_delete) comes back.
    template <auto Column, auto... Columns>
    [[nodiscard]] policy_for<root> do_update() const {
        static_assert(std::is_same_v<detail::struct_of<Column>, root>,
                      "aludel: do_update<…> names members of the struct that on_conflict<…> names");
        require_no_version();
        policy_for<root> made{{conflict_action::do_update, detail::to_vector(columns()),
                               detail::to_vector(detail::member_list<Column, Columns...>::columns)}};
        for (std::size_t i = 0; i < table_of<root>.columns.size(); ++i) {
            const column_description& column = table_of<root>.columns[i];
            if (column.role == column_role::updated_at || column.marks_removal) {
                made.policy.updates.push_back(static_cast<column_index>(i));
            }
        }
        return made;
    }

private:
    static constexpr void require_no_version() {
        static_assert(!version_column(table_of<root>),
                      "aludel: an upsert cannot tell whether the row is the version that the program has seen; use "
                      "update(), update_many() or a unit_of_work for a struct with .version, and do_nothing() here");
    }
};

template <auto... Members>
inline constexpr on_conflict_key<Members...> on_conflict{};

}  // namespace aludel
