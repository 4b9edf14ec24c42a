// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/schema/compare.hpp>
#include <aludel/schema/ddl.hpp>

/// What plans for servers that alter tables, and for those that build them anew, have in common.
namespace aludel::schema {

/// The differences of one table that both sides have.
struct table_changes {
    const table* before = nullptr;  ///< under its new names
    const table* after = nullptr;
    std::vector<const column_added*> added;
    std::vector<const column_removed*> removed;
    std::vector<const column_changed*> changed;
    const primary_key_changed* key = nullptr;
    std::vector<const unique_added*> uniques_added;
    std::vector<const unique_removed*> uniques_removed;
    std::vector<const index_added*> indexes_added;
    std::vector<const index_removed*> indexes_removed;
    std::vector<const foreign_key_added*> foreign_keys_added;
    std::vector<const foreign_key_removed*> foreign_keys_removed;
    std::vector<const check_added*> checks_added;
    std::vector<const check_removed*> checks_removed;
};

/// All differences, sorted; borrows them and the tables.
struct sorted_changes {
    std::vector<const table_renamed*> tables_renamed;
    std::vector<const column_renamed*> columns_renamed;
    std::vector<const table*> tables_added;
    std::vector<const table*> tables_removed;
    std::vector<table_changes> tables;
};

sorted_changes sort_changes(std::span<const table> before, std::span<const table> after,
                            std::span<const difference> differences);

/// Whether the type is another one, whatever else changed.
bool changes_type(const column_changed& change) noexcept;
bool changes_default(const column_changed& change);

/// Whether rows that are there need a value that nobody gave.
bool needs_filling(const column& added) noexcept;

/// The wanted constraint as it is to be written: by what it says, since names do not tell.
const key_columns& wanted_unique(const table& in, const key_columns& like) noexcept;
const key_columns& wanted_index(const table& in, const key_columns& like) noexcept;
const check& wanted_check(const table& in, const check& like) noexcept;
const foreign_key& wanted_foreign_key(const table& in, const foreign_key& like) noexcept;

/// "alter table … rename …"
void append_renames(std::vector<std::string>& statements, ddl_target to, const sorted_changes& changes,
                    std::span<const table> before);

/// Plans for servers that alter tables.
std::vector<std::string> alter_statements(ddl_target to, const sorted_changes& changes, std::span<const table> before,
                                          std::span<const table> after);
/// Plans for servers where most changes need the table to be built anew.
std::vector<std::string> rebuild_statements(ddl_target to, const sorted_changes& changes,
                                            std::span<const table> before);

}  // namespace aludel::schema
