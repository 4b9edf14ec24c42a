// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/sql/statements.hpp>

#include "model/column_places.hpp"

/// The statements of bulk writers. Where a statement has parameters ?1, ?2, …, they are a row's values in the order of
/// the plan's columns.
namespace aludel::sqlite {

/// insert … select … from the virtual table, which is parameter 1. A failure undoes the statement, or leaves that to
/// the rollback that follows ("or fail").
enum class undoing : std::uint8_t { by_statement, by_rollback };
std::string insert_of_many_rows(sql::target to, const bulk_plan& plan, undoing undone);
/// insert … values (?1, ?2, …), with the stored values as its result where the plan wants them
std::string insert_of_one_row(sql::target to, const bulk_plan& plan);
/// update … where the row is there and something changes; the parameter behind the row's is the present time. For a
/// plan that updates something.
std::string update_of_one_row(sql::target to, const bulk_plan& plan);
/// delete … of the row with the key
std::string removal_of_one_row(sql::target to, const bulk_plan& plan);
/// select … the wanted values of the row with the key, or a constant where none are wanted
std::string lookup_of_one_row(sql::target to, const bulk_plan& plan);

}  // namespace aludel::sqlite
