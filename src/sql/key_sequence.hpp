// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/model/table_definition.hpp>
#include <aludel/sql/spelling.hpp>
#include <aludel/sql/syntax.hpp>

/// The sequences that stand beside tables and give them their keys: syntax::separate_sequences. Tables have no default
/// that speaks of them; dialects/mysql/README.md says why.
namespace aludel::sql {

/// Whether this server takes the column's values from one.
bool comes_from_sequence(const syntax& facts, const column_description& column) noexcept;

/// The one of a column; it is in the table's schema.
schema::table_name sequence_of(const syntax& facts, const schema::table_name& table, std::string_view column);
schema::table_name sequence_of(const syntax& facts, const table_description& table, const column_description& column);

/// Quoted and qualified.
std::string quoted_name(const spelling& spell, const schema::table_name& name);

}  // namespace aludel::sql
