// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/sql/statements.hpp>

namespace aludel::sql {

/// The tables whose columns an expression may name, and those of the statements around it.
struct scope {
    const select_query* query = nullptr;
    const scope* outer = nullptr;
    const table_description* changed = nullptr;  ///< of an update or a delete
    const scope* hidden = nullptr;               ///< around a query that must do without it
    /// The text of the query's groups, once it is written, for servers to which the same term with another parameter is
    /// another term.
    std::vector<std::string>* groups = nullptr;
};

/// Appends an expression's text to a statement and its values to the parameters, which borrow from `tree`.
void append_expression(statement_text& statement, target to, const scope& in, const expression& tree);

/// Appends " where …", or nothing for a condition that is always true.
void append_where(statement_text& statement, target to, const scope& in, const expression& tree);

/// The expression's text, while its parameters join the statement's.
std::string text_of(statement_text& statement, target to, const scope& in, const expression& tree);

/// Appends a placeholder for the next parameter and binds it.
void append_parameter(statement_text& statement, target to, const value_view& value);

}  // namespace aludel::sql
