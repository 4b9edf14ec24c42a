// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/schema/compare.hpp>
#include <aludel/schema/ddl.hpp>
#include <aludel/session/session_core.hpp>

/// The statements that make one set of tables of another.
namespace aludel::schema {

/// The statements, in order, that make `want` of `have`; they keep the rows, and what the columns hold that both have.
/// `differences` are those of compare(). DDL for what is new is written from `want`, which need not be settled. A
/// column that comes without NULL and without a default gets an empty value in the rows that are there, by a statement
/// of its own, which can be edited. Text that a person can read: one statement each, without a semicolon.
std::vector<std::string> statements_between(ddl_target to, std::span<const table> have, std::span<const table> want,
                                            std::span<const difference> differences);

/// What was found different, and the way there and back.
struct change_plan {
    std::vector<difference> differences;
    std::vector<std::string> up;
    std::vector<std::string> down;
};

/// Plans for `have`, as read_tables() told it, and `described`, as describe() did. The database is asked what it makes
/// of the described tables (see settle()), and not changed.
change_plan plan_changes(session_core& session, std::span<const table> have, std::span<const table> described,
                         const renames& told = {});

/// Runs statements of such a plan: all or none of them where the server keeps DDL inside a transaction, else one by
/// one, and `told` hears how many have run. Where tables are built anew, foreign keys are off meanwhile and checked at
/// the end; throws foreign_key_violation when rows break one. Throws usage_error inside of a transaction.
void run_statements(
    session_core& session, std::span<const std::string> statements,
    function_ref<void(std::size_t ran)> told = [](std::size_t) {});

}  // namespace aludel::schema
