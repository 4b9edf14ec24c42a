// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/sql/statements.hpp>

#include "bulk_columns.hpp"

/// Statements that read a batch from one array per column: $1 is that of the plan's first column.
namespace aludel::postgresql {

/// What a batch's statement answers.
enum class batch_answer {
    row_count,      ///< nothing: how many rows it touched
    counts,         ///< one row: how many are new, and how many were updated
    rows_in_order,  ///< the stored values of each row
    numbered_rows,  ///< of the rows it touched: place in the batch from 1, whether it is new, stored values
};

struct batch_statement {
    std::string sql;
    batch_answer answer = batch_answer::row_count;
    bool takes_now = false;  ///< behind the arrays: plan.now
    /// Answers numbered_rows for all that are there, and changes nothing. Where the statement leaves rows out that are
    /// there; else empty.
    std::string look_again{};
};

/// `keys_are_brought`: no row leaves a counted key to the database, which the server then need not look at each time.
batch_statement write_batch_statement(sql::target to, const bulk_plan& plan, const bulk_load& load,
                                      bool keys_are_brought);

/// Whether an existing row would be changed by the upsert; moving updated_at alone is no change.
bool changes_rows(const bulk_plan& plan);

/// Whether keys that differ in their bytes may be one key to the server: -0.0 and 0.0, citext, text in a collation that
/// ignores case, values that the column rounds. One statement cannot update a row twice (21000).
bool may_repeat_keys(const bulk_plan& plan, const bulk_load& load);

}  // namespace aludel::postgresql
