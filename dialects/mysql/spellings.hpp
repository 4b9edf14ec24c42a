// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/dialect/dialect.hpp>
#include <aludel/model/table_description.hpp>
#include <aludel/sql/conflict_policy.hpp>
#include <aludel/sql/spelling.hpp>

namespace aludel::mysql {

/// The session variable that counts the duplicates that a statement's upsert matched (see syntax::reset_duplicates).
/// Bulk loads, between whose batches other upserts may run, have variables of their own.
inline constexpr std::string_view statement_duplicates = "@aludel_duplicates";

/// Everything behind "on duplicate key update"; counts each matched duplicate in the session variable `counter`, unless
/// that is empty.
void append_assignments(std::string& sql, const spelling& spell, const table_description& table,
                        const conflict_policy& policy, std::string_view counter);

/// What DDL says for a column, and behind a table.
void append_type(std::string& sql, const capabilities& facts, const column_description& column, column_use use);
void append_counted_key(std::string& sql, const column_description& column);
void append_options(std::string& sql, const capabilities& facts);

}  // namespace aludel::mysql
