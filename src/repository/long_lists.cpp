// SPDX-License-Identifier: BSL-1.0
#include "long_lists.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

#include "bulk/writers.hpp"

namespace aludel {
namespace {

/// Lists up to this length stay parameters: a table costs two statements more.
constexpr std::size_t worth_a_table = 500;

std::size_t parameters_of(const sql::select_query& query);

std::size_t parameters_of(const expression& tree) {
    std::size_t count = tree.list.size() + (tree.kind == expression_kind::value ? 1 : 0);
    for (const expression& operand : tree.operands) {
        count += parameters_of(operand);
    }
    return count + (tree.query ? parameters_of(*tree.query) : 0);
}

/// Calls `use` with every expression of the query.
template <class Query, class Use>
void for_each_expression(Query& query, Use use) {
    use(query.where);
    use(query.having);
    for (auto& column : query.columns) {
        use(column);
    }
    for (auto& group : query.groups) {
        use(group);
    }
    for (auto& order : query.order) {
        use(order.by);
    }
    for (auto& joined : query.joins) {
        use(joined.on);
    }
}

std::size_t parameters_of(const sql::select_query& query) {
    std::size_t count = 0;
    for_each_expression(query, [&count](const expression& tree) { count += parameters_of(tree); });
    for (const sql::united_query& more : query.united) {
        count += parameters_of(*more.query);
    }
    return count;
}

/// Text of this many bytes fits the type that a database has for text inside a key, which it compares fastest.
bool fits_a_key(const value& element) {
    constexpr std::size_t bytes_in_key = 191;
    return !element.view().borrows() || element.view().bytes().size() <= bytes_in_key;
}

}  // namespace

long_lists::long_lists(session_core& session, const expression& wanted)
    : wanted_{&wanted}, is_replaced_{parameters_of(wanted) > session.facts().syntax.max_parameters}, tables_{session} {
    if (is_replaced_) {
        replaced_ = wanted;
        tables_.replace_in(replaced_);
    }
}

fitted_query::fitted_query(session_core& session, const sql::select_query& wanted)
    : wanted_{&wanted}, is_replaced_{parameters_of(wanted) > session.facts().syntax.max_parameters}, tables_{session} {
    if (is_replaced_) {
        replaced_ = wanted;
        tables_.replace_in(replaced_);
    }
}

void list_tables::replace_in(expression& tree) {
    if (tree.list.size() > worth_a_table) {
        put_into_table(tree);
    }
    for (expression& operand : tree.operands) {
        replace_in(operand);
    }
    if (tree.query) {
        sql::select_query inner = *tree.query;
        replace_in(inner);
        tree.query = std::make_shared<const sql::select_query>(std::move(inner));
    }
}

void list_tables::replace_in(sql::select_query& query) {
    for_each_expression(query, [this](expression& tree) { replace_in(tree); });
    for (sql::united_query& more : query.united) {
        sql::select_query inner = *more.query;
        replace_in(inner);
        more.query = std::make_shared<const sql::select_query>(std::move(inner));
    }
}

void list_tables::put_into_table(expression& membership) {
    const bool as_in_key = std::all_of(membership.list.begin(), membership.list.end(), fits_a_key);
    const expression& operand = membership.operands.front();
    const column_description computed{.kind = membership.list.front().kind()};
    const bool is_column = operand.kind == expression_kind::column;
    const column_description* const like = is_column ? &operand.column.description() : &computed;
    const bool takes_index = as_in_key && like->declared_type.empty();
    const temporary_column column{"value", like, false, as_in_key, takes_index};
    tables_.push_back(std::make_unique<temporary_table>(*session_, "list", std::vector{column}));
    const bulk_plan plan{.table = &tables_.back()->description(),
                         .columns = {0},
                         .rows_stay_valid = true,
                         .expected_rows = membership.list.size()};
    session_->atomically([&] {
        const std::unique_ptr<bulk_writer> writer = writer_for(*session_, plan);
        for (const value& element : membership.list) {
            const value_view row[] = {element.view()};
            writer->add(row);
        }
        writer->finish();
    });
    membership.kind =
        membership.kind == expression_kind::in ? expression_kind::in_table : expression_kind::not_in_table;
    membership.name = tables_.back()->name();
    membership.list.clear();
}

}  // namespace aludel
