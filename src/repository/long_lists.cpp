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

/// At most: what is selected or ordered by may stand twice in a statement.
std::size_t parameters_of(const sql::select_query& query) {
    std::size_t count = 0;
    for_each_expression(query, [&count](const expression& tree) { count += parameters_of(tree); });
    for (const expression& column : query.columns) {
        count += parameters_of(column);
    }
    for (const ordering& order : query.order) {
        count += parameters_of(order.by);
    }
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

bool fits(session_core& session, std::size_t parameters) {
    return parameters <= session.facts().syntax.max_parameters;
}

/// The long lists first; the shorter ones where there are so many that they are too much together.
template <class Part>
void replace_until_it_fits(session_core& session, list_tables& tables, Part& part, std::size_t beside) {
    for (std::size_t kept = worth_a_table; kept > 0 && !fits(session, parameters_of(part) + beside); kept /= 4) {
        tables.replace_in(part, kept);
    }
}

}  // namespace

std::size_t parameters_of(std::span<const owned_assignment> changes) {
    std::size_t count = 0;
    for (const owned_assignment& change : changes) {
        // A second time where the time of the change asks whether there is one, and the time itself.
        count += 2 * (change.computed ? parameters_of(*change.computed) : 1) + 1;
    }
    return count;
}

long_lists::long_lists(session_core& session, const expression& wanted, std::size_t beside)
    : wanted_{&wanted}, is_replaced_{!fits(session, parameters_of(wanted) + beside)}, tables_{session} {
    if (is_replaced_) {
        replaced_ = wanted;
        replace_until_it_fits(session, tables_, replaced_, beside);
    }
}

fitted_query::fitted_query(session_core& session, const sql::select_query& wanted)
    : wanted_{&wanted}, is_replaced_{!fits(session, parameters_of(wanted))}, tables_{session} {
    if (is_replaced_) {
        replaced_ = wanted;
        replace_until_it_fits(session, tables_, replaced_, 0);
    }
}

void list_tables::replace_in(expression& tree, std::size_t kept) {
    if (tree.list.size() > kept) {
        put_into_table(tree);
    }
    for (expression& operand : tree.operands) {
        replace_in(operand, kept);
    }
    if (tree.query) {
        sql::select_query inner = *tree.query;
        replace_in(inner, kept);
        tree.query = std::make_shared<const sql::select_query>(std::move(inner));
    }
}

void list_tables::replace_in(sql::select_query& query, std::size_t kept) {
    for_each_expression(query, [this, kept](expression& tree) { replace_in(tree, kept); });
    for (sql::united_query& more : query.united) {
        sql::select_query inner = *more.query;
        replace_in(inner, kept);
        more.query = std::make_shared<const sql::select_query>(std::move(inner));
    }
}

void list_tables::end() {
    tables_.clear();
    if (held_ != nullptr) {
        held_->commit();
        held_.reset();
    }
}

void list_tables::put_into_table(expression& membership) {
    const bool as_in_key = std::all_of(membership.list.begin(), membership.list.end(), fits_a_key);
    const expression& operand = membership.operands.front();
    const column_description computed{.kind = membership.list.front().kind()};
    // A column of numbers may be looked for among numbers of another kind, which need not fit it.
    const bool is_like_column =
        operand.kind == expression_kind::column && operand.column.description().kind == computed.kind;
    const column_description* const like = is_like_column ? &operand.column.description() : &computed;
    const bool takes_index = as_in_key && like->declared_type.empty();
    if (held_ == nullptr && !session_->facts().keeps_session_state && !session_->in_transaction()) {
        held_ = std::make_unique<transaction>(*session_);
    }
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
