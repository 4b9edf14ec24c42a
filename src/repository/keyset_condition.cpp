// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>

#include "keyset.hpp"

namespace aludel::detail {
namespace {

bool holds(std::span<const keyset_step> steps, column_index column) {
    return std::ranges::any_of(steps, [column](const keyset_step& step) { return step.column.column == column; });
}

[[noreturn]] void refuse_term(const table_description& table) {
    throw usage_error{"a page behind a cursor is ordered by columns of " + std::string{table.name} +
                          ", not by what is computed of them; order by columns, or use page()",
                      {.table = std::string{table.name}}};
}

comparison further(const keyset_step& step) {
    return step.descending ? comparison::less : comparison::greater;
}

/// The row comes behind those with this value by this column alone; nothing where none does.
expression further_than(const keyset_step& step, const value& given) {
    const bool nulls_follow = step.description().nullable && !step.nulls_first;
    if (given.is_null()) {
        expression none;
        none.kind = expression_kind::always_false;
        return nulls_follow ? none : null_test(column_operand(step.column), false);
    }
    expression greater = compare(step.column, further(step), given);
    return nulls_follow
               ? join(expression_kind::any_of, std::move(greater), null_test(column_operand(step.column), true))
               : greater;
}

/// a > ? or (a = ? and (b > ? or (b = ? and …)))
expression further_in_turn(std::span<const keyset_step> steps, std::span<const value> values) {
    expression here = further_than(steps.front(), values.front());
    if (steps.size() == 1) {
        return here;
    }
    expression alike = join(expression_kind::all_of, compare(steps.front().column, comparison::equal, values.front()),
                            further_in_turn(steps.subspan(1), values.subspan(1)));
    return here.kind == expression_kind::always_false
               ? alike
               : join(expression_kind::any_of, std::move(here), std::move(alike));
}

/// Whether "(a, b) > (?, ?)" says the same: NULL is neither greater nor less, so it must not come behind.
bool are_one_comparison(std::span<const keyset_step> steps, std::span<const value> values) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool null_matters = i > 0 && steps[i].description().nullable && !steps[i].nulls_first;
        if (steps[i].descending != steps[0].descending || null_matters || values[i].is_null()) {
            return false;
        }
    }
    return true;
}

expression row_comparison(std::span<const keyset_step> steps, std::span<const value> values) {
    expression made;
    made.kind = expression_kind::compare_rows;
    made.compared = further(steps.front());
    for (const keyset_step& step : steps) {
        made.operands.push_back(column_operand(step.column));
    }
    for (const value& given : values) {
        made.operands.push_back(value_operand(given));
    }
    return made;
}

}  // namespace

std::vector<keyset_step> keyset_of(const sql::select_query& asked) {
    const table_description& table = *asked.table;
    std::vector<keyset_step> steps;
    for (const ordering& order : asked.order) {
        if (order.by.kind != expression_kind::column || order.by.column.table != &table) {
            refuse_term(table);
        }
        const bool nulls_first =
            order.nulls == null_place::first || (order.nulls == null_place::before_values && !order.descending);
        if (!holds(steps, order.by.column.column)) {
            steps.push_back({order.by.column, order.descending, nulls_first});
        }
    }
    // In the direction of the order's last column, which an index that holds the key behind its columns has, too.
    const bool descending = !steps.empty() && steps.back().descending;
    for (const column_index column : table.primary_key) {
        if (!holds(steps, column)) {
            steps.push_back({{&table, column, asked.alias}, descending, !descending});
        }
    }
    return steps;
}

std::vector<keyset_step> reversed(std::vector<keyset_step> steps) {
    for (keyset_step& step : steps) {
        step.descending = !step.descending;
        step.nulls_first = !step.nulls_first;
    }
    return steps;
}

std::vector<ordering> order_of(std::span<const keyset_step> steps, bool first_is_split) {
    std::vector<ordering> order;
    for (const keyset_step& step : steps) {
        const bool is_split = order.empty() && first_is_split;
        order.push_back({column_operand(step.column), step.descending,
                         is_split           ? null_place::absent
                         : step.nulls_first ? null_place::first
                                            : null_place::last});
    }
    return order;
}

expression behind_any(std::span<const keyset_step> steps, std::span<const value> values, const syntax& facts) {
    const bool is_row = steps.size() > 1 && facts.seeks_by_row_values && are_one_comparison(steps, values);
    return is_row && !steps.front().description().nullable ? row_comparison(steps, values)
                                                           : further_in_turn(steps, values);
}

expression behind(std::span<const keyset_step> steps, std::span<const value> values, const syntax& facts) {
    if (steps.size() == 1) {
        return compare(steps[0].column, further(steps[0]), values[0]);
    }
    if (facts.seeks_by_row_values && are_one_comparison(steps, values)) {
        return row_comparison(steps, values);
    }
    // No server reads an index from an "or" on, most do from what is said of the first column.
    std::vector<keyset_step> own{steps.begin(), steps.end()};
    own.front().nulls_first = true;  // none come behind
    const comparison from = own.front().descending ? comparison::less_equal : comparison::greater_equal;
    return join(expression_kind::all_of, compare(own.front().column, from, values.front()),
                further_in_turn(own, values));
}

}  // namespace aludel::detail
