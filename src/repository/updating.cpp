// SPDX-License-Identifier: BSL-1.0
// repository_core: one row takes other values, and comes back.
#include <aludel/repository/repository_core.hpp>

#include <aludel/repository/clauses.hpp>

#include "row_values.hpp"
#include "row_versions.hpp"

namespace aludel {

void repository_core::update(const void* object, void* stored) {
    scratch temporaries;
    const std::vector<value_view> row = row_of(*table_, object, temporaries);
    std::vector<column_index> all;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const column_description& column = table_->columns[i];
        if (!is_key_column(*table_, i) && !column.marks_removal && !column.is_version) {
            all.push_back(static_cast<column_index>(i));
        }
    }
    const expression where = still_there(*table_, sql::key_equals(*table_, key_of(*table_, row)));
    const std::optional<column_index> version = version_column(*table_);
    if (!version) {
        update_row(where, assignments_of(*table_, row, all), stored);
        return;
    }
    const expression is_seen =
        detail::compare(column_reference{table_, *version}, comparison::equal, value{row[*version]});
    update_row(where, assignments_of(*table_, row, all), stored, &is_seen);
}

void repository_core::patch(key_values wanted, std::span<const owned_assignment> changes, void* stored) {
    update_row(still_there(*table_, sql::key_equals(*table_, wanted)), borrowed(changes), stored);
}

/// `only_if`: what is also to be true of the row before it changes; else it is stale.
void repository_core::update_row(const expression& where, std::span<const sql::assignment> changes, void* stored,
                                 const expression* only_if) {
    expression meant = where;
    if (only_if != nullptr) {
        detail::add_condition(meant, *only_if);
    }
    const sql::select_query query{
        .table = table_, .where = where, .order = {}, .limit = {}, .offset = 0, .lock = {}, .with_removed = true};
    bool found = false;
    const auto read = [&](std::span<const value_view> row) {
        write_object(*table_, stored, row);
        found = true;
        return true;
    };
    const bool returning = session_->facts().syntax.update_returning;
    const auto change_and_read = [&] {
        if (!changes.empty()) {
            const sql::update_statement update{table_, changes, &meant, touch_time(*table_), returning};
            const sql::statement_text statement = sql::write_update(session_->target(), update);
            if (returning) {
                session_->guarded_query(statement.sql, statement.parameters, table_->kinds, read);
                return;
            }
            if (session_->change(statement.sql, statement.parameters) == 0 && only_if != nullptr) {
                throw_stale(*table_);
            }
        }
        const sql::statement_text statement = sql::write_select(session_->target(), query);
        session_->query(statement.sql, statement.parameters, table_->kinds, read);
    };
    if (changes.empty() || (returning && !runs_user_code(*table_))) {
        change_and_read();
    } else {
        session_->atomically(change_and_read);
    }
    if (!found && only_if != nullptr) {
        throw_stale(*table_);
    }
    if (!found) {
        throw_not_found();
    }
}

}  // namespace aludel
