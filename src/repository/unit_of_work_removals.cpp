// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_removals.hpp"

#include <algorithm>
#include <ranges>

#include <aludel/repository/repository_core.hpp>

#include "row_values.hpp"
#include "row_versions.hpp"
#include "unit_of_work_snapshots.hpp"

namespace aludel::detail {

void work_removals::run() {
    const auto waits = [](const table_work& work) {
        return !work.removed.empty();
    };
    while (std::ranges::any_of(work_, waits)) {
        bool goes_on = false;
        for (table_work& work : work_ | std::views::reverse) {
            while (remove_ready(work)) {
                goes_on = true;
            }
        }
        for (table_work& work : work_) {
            goes_on = goes_on || forget_references(work);
        }
        if (!goes_on) {  // the database may know better: rows that cascade, keys that are checked at the end
            for (table_work& work : work_ | std::views::reverse) {
                remove(*work.objects, std::exchange(work.removed, {}));
            }
        }
    }
}

/// Removes the rows that no other one that waits refers to; false when there are none.
bool work_removals::remove_ready(table_work& work) {
    if (work.removed.empty()) {
        return false;
    }
    const std::vector<referred_keys> references = references_to(work);
    std::vector<std::size_t> ready;
    std::vector<std::size_t> waiting;
    std::vector<value_view> row(work.objects->table().columns.size());
    for (const std::size_t index : work.removed) {
        bool is_referred = false;
        for (const referred_keys& each : references) {
            work.objects->read_stored(index, row);
            // Also by itself: InnoDB removes no such row (MariaDB 10.11, MySQL 5.6: error 1451).
            is_referred = is_referred || each.keys.contains(key_bytes(row, each.foreign_key->referenced_columns));
        }
        (is_referred ? waiting : ready).push_back(index);
    }
    if (ready.empty()) {
        return false;
    }
    remove(*work.objects, ready);
    work.removed = std::move(waiting);
    return true;
}

std::vector<work_removals::referred_keys> work_removals::references_to(const table_work& work) const {
    std::vector<referred_keys> references;
    for (const table_work& children : work_) {
        const table_description& table = children.objects->table();
        if (children.removed.empty() || removal_mark(table)) {  // rows that are marked refer as before
            continue;
        }
        for (const foreign_key_description& foreign_key : table.foreign_keys) {
            if (&foreign_key.referenced_table() != &work.objects->table()) {
                continue;
            }
            referred_keys& made = references.emplace_back(referred_keys{&foreign_key, {}});
            std::vector<value_view> row(table.columns.size());
            for (const std::size_t index : children.removed) {
                children.objects->read_stored(index, row);
                if (std::string key = key_bytes(row, foreign_key.columns); !key.empty()) {
                    made.keys.insert(std::move(key));
                }
            }
        }
    }
    return references;
}

void work_removals::remove(tracked_objects& objects, std::span<const std::size_t> rows) {
    if (rows.empty()) {
        return;
    }
    const table_description& table = objects.table();
    const std::optional<column_index> version = version_column(table);
    std::optional<row_versions> seen;
    if (version) {
        seen.emplace(session_, table);
    }
    std::vector<value> keys;
    std::vector<value_view> row(table.columns.size());
    for (const std::size_t index : rows) {
        objects.read_stored(index, row);
        for (const column_index column : table.primary_key) {
            keys.emplace_back(row[column]);
        }
        if (version) {
            seen->add(row);
        }
    }
    if (version) {
        if (const std::optional<std::size_t> stale = seen->find_stale()) {
            throw_stale(table, objects.object(rows[*stale]), rows[*stale]);
        }
    }
    repository_core{session_, table}.remove_keys(keys);
    for (const std::size_t index : rows) {
        undo_.remember(objects, index, undo_log::what::state_only);
        objects.forget(index);
    }
}

/// Rows that wait in a circle let go of each other, where their foreign keys can be NULL. False when none can.
bool work_removals::forget_references(table_work& work) {
    const table_description& table = work.objects->table();
    bool any = false;
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        const auto parents = std::ranges::find(work_, &foreign_key.referenced_table(),
                                               [](const table_work& each) { return &each.objects->table(); });
        const bool can = std::ranges::any_of(foreign_key.columns,
                                             [&](column_index column) { return table.columns[column].nullable; });
        if (!can || parents == work_.end() || parents->removed.empty()) {
            continue;
        }
        for (const std::size_t index : work.removed) {
            any = set_to_null(*work.objects, index, foreign_key.columns) || any;
        }
    }
    return any;
}

/// False when the row refers to nothing.
bool work_removals::set_to_null(tracked_objects& objects, std::size_t index, std::span<const column_index> columns) {
    const table_description& table = objects.table();
    std::vector<value_view> row(table.columns.size());
    objects.read_stored(index, row);
    if (key_bytes(row, columns).empty()) {
        return false;
    }
    std::vector<sql::assignment> nulls;
    for (const column_index column : columns) {
        if (table.columns[column].nullable) {
            nulls.push_back({column, value_view::null_of(table.columns[column].kind)});
        }
    }
    const std::vector<value_view> key = key_of(table, row);
    const expression where = sql::key_equals(table, key);
    const sql::update_statement update{&table, nulls, &where, {}, false};
    const sql::statement_text statement = sql::write_update(session_.target(), update);
    session_.change(statement.sql, statement.parameters);
    undo_.remember(objects, index, undo_log::what::state_only);
    for (const sql::assignment& null : nulls) {
        row[null.column] = null.value;
    }
    if (const std::optional<column_index> version = version_column(table)) {
        row[*version] = following_version(row[*version]);
    }
    objects.note_stored(index, row);
    return true;
}

}  // namespace aludel::detail
