// SPDX-License-Identifier: BSL-1.0
// What queries are asked: rows of any shape, a count, whether there is one.
#include <aludel/repository/clauses.hpp>

#include <aludel/error.hpp>

#include "long_lists.hpp"

namespace aludel::detail {
namespace {

/// An integer that came as a number with a fraction part may have lost digits on its way.
void require_exact(std::span<const value_kind> kinds, std::span<const value_view> row) {
    constexpr double exact = 9'007'199'254'740'992;  // 2^53
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool wants_integer = kinds[i] >= value_kind::int16 && kinds[i] <= value_kind::uint64;
        const bool is_float = row[i].kind() == value_kind::float64;
        if (wants_integer && is_float && (row[i].number() > exact || row[i].number() < -exact)) {
            throw mapping_error{"column " + std::to_string(i + 1) +
                                " of the result is a sum too large for the database's integers; ask for a double"};
        }
    }
}

/// The column that a selected term is, as messages name it; empty for what is computed.
std::string name_of_selected(const sql::select_query& asked, std::size_t place) {
    if (place >= asked.columns.size() || asked.columns[place].kind != expression_kind::column) {
        return {};
    }
    const column_reference& selected = asked.columns[place].column;
    return place_of(*selected.table, selected.column);
}

void append_key(sql::select_query& asked, const table_description& table, std::string_view alias) {
    for (const column_index column : table.primary_key) {
        asked.order.push_back({.by = column_operand({&table, column, alias})});
    }
}

}  // namespace

asked_query::asked_query(const table_description& table, std::string_view alias)
    : query_{std::make_unique<sql::select_query>()} {
    query_->table = &table;
    query_->alias = alias;
}
asked_query::asked_query(const asked_query& other) : query_{std::make_unique<sql::select_query>(*other)} {}
asked_query::asked_query(asked_query&&) noexcept = default;
asked_query& asked_query::operator=(const asked_query& other) {
    return *this = asked_query{other};
}
asked_query& asked_query::operator=(asked_query&&) noexcept = default;
asked_query::~asked_query() = default;

void asked_query::select(expression term) {
    query_->columns.push_back(std::move(term));
}

void asked_query::group_by(expression term) {
    query_->groups.push_back(std::move(term));
}

void asked_query::order_by(ordering order) {
    query_->order.push_back(std::move(order));
}

void asked_query::join(sql::joined_table table) {
    query_->joins.push_back(std::move(table));
}

std::shared_ptr<const sql::select_query> asked_query::shared() const {
    return std::make_shared<const sql::select_query>(*query_);
}

asked_query asked_query::for_first() const {
    asked_query one{*this};
    order_by_keys(*one);
    one->limit = 1;
    return one;
}

asked_query asked_query::for_only() const {
    asked_query two{*this};
    two->limit = 2;
    two->offset = 0;
    return two;
}

void add_condition(expression& to, expression further) {
    to = to.kind == expression_kind::always_true ? std::move(further)
                                                 : join(expression_kind::all_of, std::move(to), std::move(further));
}

void order_by_keys(sql::select_query& asked) {
    const bool has_keys = asked.columns.empty() || !asked.distinct;
    if (!asked.order.empty() || !has_keys || !asked.united.empty() || sql::is_summarised(asked)) {
        return;
    }
    append_key(asked, *asked.table, asked.alias);
    for (const sql::joined_table& joined : asked.joins) {
        append_key(asked, *joined.table, joined.alias);
    }
}

void unite(sql::select_query& asked, std::shared_ptr<const sql::select_query> other, bool all) {
    const auto has_order = [](const sql::select_query& query) {
        return !query.order.empty() || query.limit || query.offset != 0;
    };
    if (has_order(asked) || has_order(*other)) {
        throw usage_error{
            "order, limit and offset are those of the whole: say them behind union_with() or union_all()"};
    }
    if (!other->united.empty()) {
        throw usage_error{"unite queries one after the other: a.union_all(b).union_all(c)"};
    }
    asked.united.push_back({all, std::move(other)});
}

void require_not_united(const sql::select_query& asked, const char* clause) {
    if (!asked.united.empty()) {
        throw usage_error{std::string{clause} +
                          " behind union_with() or union_all() would be that of the first query only; say it before"};
    }
}

void throw_rows_of(const sql::select_query& asked, bool none) {
    const std::string table{asked.table->name};
    if (none) {
        throw not_found{"no row of " + table + " is what was asked for", {.table = table}};
    }
    throw multiple_results{"more than one row of " + table +
                               " is what was asked for; ask with a narrower condition, or use first() or list()",
                           {.table = table}};
}

void ask(session_core& session, const sql::select_query& asked, const sql::statement_text& statement,
         std::span<const value_kind> kinds, function_ref<bool(std::span<const value_view>)> use) {
    if (asked.lock.exclusive || sql::may_fail(asked)) {  // leaves an open transaction usable
        session.guarded_query(statement.sql, statement.parameters, kinds, use);
    } else {
        session.query(statement.sql, statement.parameters, kinds, use);
    }
}

void list_rows(session_core& session, const sql::select_query& asked, const result_shape& shape, object_sink sink) {
    fitted_query fitted{session, asked};
    const sql::statement_text statement = sql::write_select(session.target(), fitted.query());
    ask(session, asked, statement, shape.kinds, [&](std::span<const value_view> row) {
        require_exact(shape.kinds, row);
        write_shaped(shape, sink.append(sink.container), row,
                     [&asked](std::size_t place) { return name_of_selected(asked, place); });
        return true;
    });
    fitted.end();
}

execution stream_rows(session_core& session, const sql::select_query& asked, const result_shape& shape) {
    const sql::statement_text statement = sql::write_select(session.target(), asked);
    return session.start(statement.sql, statement.parameters, fetch::streamed_read, shape.kinds);
}

std::uint64_t count_rows(session_core& session, const sql::select_query& asked) {
    fitted_query fitted{session, asked};
    const sql::statement_text statement = sql::write_count(session.target(), fitted.query());
    std::uint64_t rows = 0;
    ask(session, asked, statement, {}, [&](std::span<const value_view> row) {
        if (decode::unsigned_integer(row[0], ~std::uint64_t{0}, rows) != decode_error::none) {
            throw statement_error{"the database gave no number for a count of rows"};
        }
        return false;
    });
    fitted.end();
    return rows;
}

bool has_row(session_core& session, const sql::select_query& asked) {
    fitted_query fitted{session, asked};
    const sql::statement_text statement = sql::write_exists(session.target(), fitted.query());
    bool found = false;
    ask(session, asked, statement, {}, [&](std::span<const value_view>) {
        found = true;
        return false;
    });
    fitted.end();
    return found;
}

}  // namespace aludel::detail
