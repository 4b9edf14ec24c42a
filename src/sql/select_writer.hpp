// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "condition_writer.hpp"

namespace aludel::sql {

/// " order by …", or nothing.
void append_order(statement_text& statement, target to, const scope& in);

/// Where the expression stands in the select list, from one; zero if it does not.
std::size_t ordinal_of(const select_query& query, const expression& tree);

/// "exists (select …)"
void append_exists(statement_text& statement, target to, const scope& around, const select_query& query);

/// " in (select …)", " not in (select …)": without the rows that are NULL.
void append_membership(statement_text& statement, target to, const scope& around, const expression& tree);

/// Whether the expression may be NULL in a row of the query.
bool may_be_null(const select_query& query, const expression& tree);

/// Throws usage_error for a column that is neither grouped nor inside of an aggregate.
void require_grouped(const select_query& query);

}  // namespace aludel::sql
