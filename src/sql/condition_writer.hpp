// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/sql/statements.hpp>

namespace aludel::sql {

/// Appends a condition's text to a statement and its values to the parameters, which borrow from `tree`.
void append_condition(statement_text& statement, target to, const expression& tree);

/// Appends " where …", or nothing for a condition that is always true.
void append_where(statement_text& statement, target to, const expression& tree);

/// Appends a placeholder for the next parameter and binds it.
void append_parameter(statement_text& statement, target to, const value_view& value);

}  // namespace aludel::sql
