// SPDX-License-Identifier: BSL-1.0
// What can be told of a query before it is written.
#include <algorithm>

#include <aludel/error.hpp>

#include "select_writer.hpp"

namespace aludel::sql {

bool has_aggregate(const expression& tree) {
    return (tree.kind == expression_kind::function && is_aggregate(tree.called)) ||
           std::ranges::any_of(tree.operands, has_aggregate);
}

bool is_summarised(const select_query& query) {
    return !query.groups.empty() || query.having.kind != expression_kind::always_true ||
           std::ranges::any_of(query.columns, has_aggregate);
}

bool may_fail(const expression& tree) {
    return tree.kind == expression_kind::raw || tree.kind == expression_kind::computation ||
           std::ranges::any_of(tree.operands, [](const expression& operand) { return may_fail(operand); }) ||
           (tree.query && may_fail(*tree.query));
}

bool may_fail(const select_query& query) {
    const auto fails = [](const expression& tree) {
        return may_fail(tree);
    };
    return fails(query.where) || fails(query.having) || std::ranges::any_of(query.columns, fails) ||
           std::ranges::any_of(query.groups, fails) || std::ranges::any_of(query.order, fails, &ordering::by) ||
           std::ranges::any_of(query.joins, fails, &joined_table::on) ||
           std::ranges::any_of(query.united, [](const united_query& more) { return may_fail(*more.query); });
}

bool may_be_null(const select_query& query, const expression& tree) {
    switch (tree.kind) {
    case expression_kind::value: return tree.value.is_null();
    case expression_kind::column:
        return tree.column.description().nullable ||
               std::ranges::any_of(query.joins, [&tree](const joined_table& joined) {
                   return joined.optional && joined.table == tree.column.table && joined.alias == tree.column.alias;
               });
    case expression_kind::function:
        if (tree.called == sql_function::coalesce) {
            return std::ranges::all_of(tree.operands,
                                       [&query](const expression& operand) { return may_be_null(query, operand); });
        }
        if (is_aggregate(tree.called)) {
            return tree.called >= sql_function::sum;
        }
        break;
    case expression_kind::computation:
        if (tree.computed >= arithmetic::divide) {
            return true;
        }
        break;
    default: return true;
    }
    return std::ranges::any_of(tree.operands,
                               [&query](const expression& operand) { return may_be_null(query, operand); });
}

namespace {

void require_grouped_in(const select_query& query, const expression& tree) {
    const bool is_grouped =
        std::ranges::any_of(query.groups, [&tree](const expression& group) { return same_expression(group, tree); });
    if (is_grouped || (tree.kind == expression_kind::function && is_aggregate(tree.called))) {
        return;
    }
    if (tree.kind == expression_kind::column) {
        const std::string place = place_of(*tree.column.table, tree.column.column);
        throw usage_error{
            "the query takes one value from many rows, so " + place +
                " has no single value there; name it in group_by(), or put it into an aggregate",
            {.table = std::string{tree.column.table->name}, .column = std::string{tree.column.description().name}}};
    }
    for (const expression& operand : tree.operands) {
        require_grouped_in(query, operand);
    }
}

}  // namespace

void require_grouped(const select_query& query) {
    for (const expression& tree : query.columns) {
        require_grouped_in(query, tree);
    }
    require_grouped_in(query, query.having);
    for (const ordering& order : query.order) {
        require_grouped_in(query, order.by);
    }
}

}  // namespace aludel::sql
