// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/dialect.hpp>
#include <aludel/model/table_definition.hpp>
#include <aludel/model/table_description.hpp>

/// Statements that create and drop what descriptions describe.
namespace aludel::schema {

/// Where a server's DDL comes from: its spellings and its facts.
struct ddl_target {
    const aludel::dialect& dialect;
    const capabilities& facts;
};

/// The table as this server would make it: its types and defaults, the names of its constraints. Throws usage_error
/// for a table in a schema, where the server has none.
table describe(ddl_target to, const table_description& described);

/// The tables with those that others refer to first. Where they refer to each other in a circle, the circle is cut.
std::vector<const table_description*> parents_first(std::span<const table_description* const> tables);
std::vector<const table*> parents_first(std::span<const table* const> tables);

/// CREATE TABLE with its keys, checks and the foreign keys to tables in `existing` or to itself, then its indexes; in
/// front of it the sequences that its columns take values from. Other foreign keys are left to add_foreign_keys.
std::vector<std::string> create_table(ddl_target to, const table& made, std::span<const table_name> existing);
/// ALTER TABLE for the foreign keys that create_table left out.
std::vector<std::string> add_foreign_keys(ddl_target to, const table& made, std::span<const table_name> existing);
/// ALTER TABLE that drops the foreign keys which add_foreign_keys would add.
std::vector<std::string> drop_foreign_keys(ddl_target to, const table& made, std::span<const table_name> existing);
std::string drop_table(ddl_target to, const table_name& name);
/// DROP SEQUENCE for what create_table made in front of the table, whether it is there or not.
std::vector<std::string> drop_sequences(ddl_target to, const table& made);

/// The same for tables of the program.
std::vector<std::string> create_table(ddl_target to, const table_description& table,
                                      std::span<const table_description* const> existing);
std::vector<std::string> add_foreign_keys(ddl_target to, const table_description& table,
                                          std::span<const table_description* const> existing);
std::vector<std::string> drop_foreign_keys(ddl_target to, const table_description& table,
                                           std::span<const table_description* const> existing);
std::string drop_table(ddl_target to, const table_description& table);
std::vector<std::string> drop_sequences(ddl_target to, const table_description& table);

/// "uq_users_email", "ix_…", "fk_…": cut to the server's limit with a hash of the whole name at the end.
std::string constraint_name(std::string_view prefix, const table_description& table,
                            std::span<const column_index> columns, std::size_t max_length);

}  // namespace aludel::schema
