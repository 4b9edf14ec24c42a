// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/schema/ddl.hpp>

/// The parts of DDL statements that CREATE TABLE and ALTER TABLE have in common.
namespace aludel::schema {

enum class null_rule : std::uint8_t { as_described, allowed };

/// Quoted and qualified.
void append_name(std::string& sql, ddl_target to, const table_name& name);
/// "alter table …", and a blank.
std::string alter_table(ddl_target to, const table_name& name);
/// Quoted, with commas between.
void append_names(std::string& sql, ddl_target to, std::span<const std::string> names);

/// Appends a column's definition; returns whether it made the column the primary key.
bool append_column(std::string& sql, ddl_target to, const column& made, null_rule nulls = null_rule::as_described);
/// What follows DEFAULT.
std::string default_text(ddl_target to, const column& made);
/// The sequence that counts the column, quoted and qualified.
std::string sequence_text(ddl_target to, const table_name& table, const column& of);
/// The statements that make it, and drop it.
std::string create_sequence(ddl_target to, const table_name& table, const column& of);
std::string drop_sequence(ddl_target to, const table_name& table, const column& of);

void append_primary_key(std::string& sql, ddl_target to, const key_columns& key);
void append_unique(std::string& sql, ddl_target to, const key_columns& unique);
void append_check(std::string& sql, ddl_target to, const check& made);
void append_foreign_key(std::string& sql, ddl_target to, const foreign_key& made);
std::string create_index(ddl_target to, const table_name& on, const key_columns& index);

}  // namespace aludel::schema
