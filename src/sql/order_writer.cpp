// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>

#include "select_writer.hpp"

namespace aludel::sql {
namespace {

[[noreturn]] void refuse_order() {
    throw usage_error{"a query that is distinct or united can be ordered by what it selects only; select the term that "
                      "it is ordered by, too"};
}

bool may_be_null_in_any(const select_query& query, const expression& tree, std::size_t ordinal) {
    return may_be_null(query, tree) || std::ranges::any_of(query.united, [ordinal](const united_query& more) {
               return may_be_null(*more.query, more.query->columns[ordinal - 1]);
           });
}

void append_ordering(statement_text& statement, target to, const scope& in, const ordering& order) {
    const bool is_column = order.by.kind == expression_kind::column;
    const bool is_united = !in.query->united.empty();
    const bool selects_all = in.query->columns.empty();
    const std::size_t ordinal = ordinal_of(*in.query, order.by);
    if ((in.query->distinct || is_united) && ordinal == 0 && !(selects_all && is_column)) {
        refuse_order();
    }
    const bool by_ordinal = ordinal != 0 && (is_united || !is_column);
    const bool wants_first =
        order.nulls == null_place::first || (order.nulls == null_place::before_values && !order.descending);
    const bool has_first = to.facts.nulls_sort_last ? order.descending : !order.descending;
    const bool moves_nulls = order.nulls != null_place::absent && wants_first != has_first &&
                             may_be_null_in_any(*in.query, order.by, ordinal);
    if (moves_nulls && !to.facts.orders_nulls) {
        if (is_united) {
            throw usage_error{"this server cannot move NULL in the order of united queries; order them without "
                              "nulls_first() and nulls_last()"};
        }
        append_expression(statement, to, in, order.by);
        statement.sql += wants_first ? " is null desc, " : " is null, ";
    }
    if (by_ordinal) {
        statement.sql += std::to_string(ordinal);
    } else {
        append_expression(statement, to, in, order.by);
    }
    statement.sql += order.descending ? " desc" : "";
    if (moves_nulls && to.facts.orders_nulls) {
        statement.sql += wants_first ? " nulls first" : " nulls last";
    }
}

}  // namespace

std::size_t ordinal_of(const select_query& query, const expression& tree) {
    for (std::size_t i = 0; i < query.columns.size(); ++i) {
        if (same_expression(query.columns[i], tree)) {
            return i + 1;
        }
    }
    return 0;
}

void append_order(statement_text& statement, target to, const scope& in) {
    const char* separator = " order by ";
    for (const ordering& order : in.query->order) {
        statement.sql += separator;
        append_ordering(statement, to, in, order);
        separator = ", ";
    }
}

}  // namespace aludel::sql
