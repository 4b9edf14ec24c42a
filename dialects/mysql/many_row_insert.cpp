// SPDX-License-Identifier: BSL-1.0
#include "many_row_insert.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

#include "errors.hpp"
#include "server_facts.hpp"

namespace aludel::mysql {
namespace {

// Measured on MySQL 5.6 and MariaDB 10.11: see README.md, "Bulk inserts".
constexpr std::size_t most_rows = 500;

bool has_default_in_statement(const bulk_plan& plan) {
    return std::any_of(plan.columns.begin(), plan.columns.end(), [&](column_index column) {
        const column_description& description = plan.table->columns[column];
        return description.generated == key::server_uuid || !description.default_expression.empty();
    });
}

}  // namespace

many_row_insert::many_row_insert(const bulk_target& target, std::string clause)
    : to_{target}, clause_{std::move(clause)}, width_{target.plan.columns.size()},
      rows_per_statement_{std::clamp<std::size_t>(target.facts.syntax.max_parameters / width_, 1, most_rows)} {}

std::uint64_t many_row_insert::send(std::span<const value_view> values,
                                    function_ref<void(std::span<const value_view>, std::uint64_t)> sent) {
    std::uint64_t affected = 0;
    while (!values.empty()) {
        const std::size_t part = rows_that_fit(values) * width_;
        MYSQL_STMT* const statement = insert(values.first(part));
        affected += mysql_stmt_affected_rows(statement);
        sent(values.first(part), mysql_stmt_insert_id(statement));
        values = values.subspan(part);
    }
    return affected;
}

/// At least one: a row that is too large for a packet was refused before.
std::size_t many_row_insert::rows_that_fit(std::span<const value_view> values) const {
    const std::size_t most = std::min(rows_per_statement_, values.size() / width_);
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < most; ++row) {
        for (const value_view& value : values.subspan(row * width_, width_)) {
            bytes += packet_bytes(value);
        }
        if (row != 0 && bytes > to_.facts.max_statement_bytes) {
            return row;
        }
    }
    return most;
}

MYSQL_STMT* many_row_insert::insert(std::span<const value_view> values) {
    prepared& statement = statement_for(values.size() / width_);
    statement.binds.take(values);
    to_.connection.require_idle(statement.sql);
    statement_watch watch{to_.connection.watcher(), statement_kind::bulk, statement.sql};
    if (!statement.binds.bind_to(statement.handle.get()) || mysql_stmt_execute(statement.handle.get()) != 0) {
        throw_error_of(statement.handle.get(), statement.sql);
    }
    watch.end(values.size() / width_);
    return statement.handle.get();
}

many_row_insert::prepared& many_row_insert::statement_for(std::size_t rows) {
    if (rows == rows_per_statement_) {
        return full_ ? *full_ : full_.emplace(prepare(rows));
    }
    if (!rest_ || rest_rows_ != rows) {
        rest_rows_ = rows;
        rest_.emplace(prepare(rows));
    }
    return *rest_;
}

many_row_insert::prepared many_row_insert::prepare(std::size_t rows) const {
    std::string sql =
        sql::write_insert(
            {to_.spell, to_.facts.syntax},
            {.table = to_.plan.table, .columns = to_.plan.columns, .rows = rows, .policy = nullptr, .returning = {}}) +
        clause_;
    statement_handle handle = prepare_on(to_.connection, to_.facts, sql);
    const bool times_as_text = takes_times_as_text(to_.connection.server()) && has_default_in_statement(to_.plan);
    return {std::move(sql), std::move(handle), parameter_binds{rows * width_, times_as_text}};
}

}  // namespace aludel::mysql
