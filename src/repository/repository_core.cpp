// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/repository_core.hpp>

#include <aludel/error.hpp>
#include <aludel/repository/clauses.hpp>

#include "long_lists.hpp"
#include "row_values.hpp"

namespace aludel {
void repository_core::throw_not_found() const {
    throw not_found{"no row of " + std::string{table_->name} + " is what was asked for",
                    {.table = std::string{table_->name}}};
}

void repository_core::throw_multiple_results() const {
    throw multiple_results{"more than one row of " + std::string{table_->name} +
                               " is what was asked for; ask with a narrower condition, or use first() or list()",
                           {.table = std::string{table_->name}}};
}

bool repository_core::find(key_values wanted, void* object, bool removed_too) {
    if (has_null(wanted)) {
        return false;  // no key is
    }
    const auto compose = [&] {
        const sql::select_query query{.table = table_,
                                      .where = sql::key_equals(*table_, wanted),
                                      .order = {},
                                      .limit = {},
                                      .offset = 0,
                                      .lock = {},
                                      .with_removed = removed_too};
        return sql::write_select(session_->target(), query).sql;
    };
    bool found = false;
    session_->query({*table_, fixed_statement::find_by_key, removed_too ? 1u : 0u, compose}, wanted, table_->kinds,
                    [&](std::span<const value_view> row) {
                        write_object(*table_, object, row);
                        found = true;
                        return false;
                    });
    return found;
}

void repository_core::list(const sql::select_query& asked, object_sink sink) {
    fitted_query fitted{*session_, asked};
    const sql::select_query& query = fitted.query();
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    if (query.lock.exclusive || sql::may_fail(query)) {
        detail::ask(*session_, query, statement, table_->kinds, [&](std::span<const value_view> row) {
            write_object(*table_, sink.append(sink.container), row);
            return true;
        });
    } else {
        session_->list(statement.sql, statement.parameters, *table_, sink);
    }
    fitted.end();
}

execution repository_core::stream(const sql::select_query& query) {
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    return session_->start(statement.sql, statement.parameters, fetch::streamed_read, table_->kinds);
}

std::uint64_t repository_core::count(const sql::select_query& asked) {
    return detail::count_rows(*session_, asked);
}

bool repository_core::exists(const sql::select_query& asked) {
    return detail::has_row(*session_, asked);
}

std::uint64_t repository_core::update_where(const expression& where, std::span<const owned_assignment> changes,
                                            bool removed_too) {
    const std::vector<sql::assignment> assignments = borrowed(changes);
    const expression meant = removed_too ? where : still_there(*table_, where);
    long_lists lists{*session_, meant, parameters_of(changes)};
    const sql::update_statement update{table_, assignments, &lists.condition(), touch_time(*table_), false};
    const sql::statement_text statement = sql::write_update(session_->target(), update);
    const std::uint64_t changed = session_->change(statement.sql, statement.parameters);
    lists.end();
    return changed;
}

bulk_result repository_core::bulk_insert(row_source& rows, const conflict_policy& policy, const bulk_options& options) {
    return load_rows(*session_, *table_, rows, policy, options);
}

}  // namespace aludel
