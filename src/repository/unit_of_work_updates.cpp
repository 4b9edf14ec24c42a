// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_updates.hpp"

#include <algorithm>
#include <map>

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/error.hpp>
#include <aludel/repository/clauses.hpp>
#include <aludel/repository/repository_core.hpp>

#include "bulk/write_rows.hpp"
#include "model/column_places.hpp"
#include "row_values.hpp"
#include "row_versions.hpp"

namespace aludel::detail {
namespace {

/// Up to here an update each is faster than making room for many on servers that join them from a temporary table.
constexpr std::size_t a_few = 8;

/// Columns that the library writes along with those that changed.
std::vector<column_index> moved_columns(const table_description& table, std::span<const column_index> changed) {
    std::vector<column_index> moved;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const column_description& column = table.columns[i];
        if ((column.role == column_role::updated_at || column.is_version) && !contains(changed, i)) {
            moved.push_back(static_cast<column_index>(i));
        }
    }
    return moved;
}

/// Objects as the rows that they are to be.
class changed_rows final : public row_source {
public:
    changed_rows(const tracked_objects& objects, std::span<const std::size_t> rows, std::span<const column_index> moved,
                 const value_view& now)
        : objects_{objects}, rows_{rows}, moved_{moved}, now_{now}, stored_(objects.table().columns.size()) {}

    bool next(std::span<value_view> row, scratch& temporaries) override {
        if (next_ == rows_.size()) {
            return false;
        }
        read(rows_[next_++], row, temporaries);
        return true;
    }
    void read(std::size_t index, std::span<value_view> row, scratch& temporaries) {
        objects_.read(index, row, temporaries);
        for (const column_index column : moved_) {
            row[column] = objects_.table().columns[column].is_version ? version(index, column) : now_;
        }
    }
    [[nodiscard]] bool rows_stay_valid() const noexcept override { return true; }
    [[nodiscard]] std::uint64_t size() const override { return rows_.size(); }

private:
    value_view version(std::size_t index, column_index column) {
        objects_.read_stored(index, stored_);
        return following_version(stored_[column]);
    }

    const tracked_objects& objects_;
    std::span<const std::size_t> rows_;
    std::span<const column_index> moved_;
    value_view now_;
    std::vector<value_view> stored_;
    std::size_t next_ = 0;
};

/// Whether the database may have made another value of what it was given.
bool is_stored_differently(const table_description& table, std::span<const column_index> columns) {
    return std::ranges::any_of(columns,
                               [&table](column_index column) { return !table.columns[column].declared_type.empty(); });
}

}  // namespace

void work_updates::run(const table_work& work) {
    std::map<std::vector<column_index>, std::vector<std::size_t>> groups;
    for (const object_change& change : work.changed) {
        groups[change.columns].push_back(change.index);
    }
    for (const auto& [columns, rows] : groups) {
        update(*work.objects, columns, rows);
    }
}

void work_updates::update(tracked_objects& objects, std::span<const column_index> columns,
                          std::span<const std::size_t> rows) {
    const table_description& table = objects.table();
    const std::vector<column_index> moved = moved_columns(table, columns);
    const bool changes_objects = !moved.empty() || is_stored_differently(table, columns);
    for (const std::size_t index : rows) {
        undo_.remember(objects, index, changes_objects ? undo_log::what::object_too : undo_log::what::state_only);
    }
    if (rows.size() > a_few) {
        update_in_bulk(objects, columns, rows);
    } else {
        for (const std::size_t index : rows) {
            update_one(objects, columns, index);
        }
    }
    changed_rows written{objects, rows, moved, now_};
    std::vector<value_view> row(table.columns.size());
    std::vector<value_view> told(table.columns.size(), value_view::kept());
    scratch temporaries;
    for (const std::size_t index : rows) {
        if (!moved.empty()) {
            temporaries.clear();
            written.read(index, row, temporaries);
            for (const column_index column : moved) {
                told[column] = row[column];
            }
            write_object(table, objects.object(index), told);
        }
        objects.settle(index);
    }
}

void work_updates::update_one(tracked_objects& objects, std::span<const column_index> columns, std::size_t index) {
    const table_description& table = objects.table();
    const std::vector<column_index> moved = moved_columns(table, columns);
    std::vector<value_view> row(table.columns.size());
    std::vector<value_view> stored(table.columns.size());
    scratch temporaries;
    changed_rows{objects, {}, moved, now_}.read(index, row, temporaries);
    objects.read_stored(index, stored);
    std::vector<sql::assignment> assignments;
    for (const column_index column : columns) {
        assignments.push_back({column, row[column]});
    }
    for (const column_index column : moved) {
        if (!table.columns[column].is_version) {  // which every update moves
            assignments.push_back({column, row[column]});
        }
    }
    const std::vector<value_view> key = key_of(table, stored);
    expression where = still_there(table, sql::key_equals(table, key));
    const std::optional<column_index> version = version_column(table);
    if (version) {
        add_condition(where, compare(column_reference{&table, *version}, comparison::equal, value{stored[*version]}));
    }
    const sql::update_statement update{&table, assignments, &where, {}, false};
    const sql::statement_text statement = sql::write_update(session_.target(), update);
    execution running = session_.start(statement.sql, statement.parameters);
    while (running.next()) {
    }
    repository_core core{session_, table};
    if (running.affected_rows() == 0) {
        version ? throw_stale(table, objects.object(index), index) : core.throw_not_found();
    }
    if (is_stored_differently(table, columns)) {
        core.find(key, objects.object(index), true);
    }
}

void work_updates::update_in_bulk(tracked_objects& objects, std::span<const column_index> columns,
                                  std::span<const std::size_t> rows) {
    const table_description& table = objects.table();
    const std::vector<column_index> moved = moved_columns(table, columns);
    require_versions(objects, rows);
    bulk_plan plan{.table = &table,
                   .rows_stay_valid = true,
                   .operation = bulk_operation::update,
                   .now = now_,
                   .expected_rows = rows.size()};
    plan.policy.key = to_vector(table.primary_key);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto column = static_cast<column_index>(i);
        const bool is_written = contains(columns, i) || contains(moved, i);
        if (is_written) {
            plan.policy.updates.push_back(column);
        }
        if (is_written || is_key_column(table, i)) {
            plan.columns.push_back(column);
        }
        if (contains(columns, i) && !table.columns[i].declared_type.empty()) {
            plan.returning.push_back(column);
        }
    }
    if (!plan.returning.empty()) {
        plan.on_stored = [&, told = std::vector<value_view>(table.columns.size(), value_view::kept())](
                             std::uint64_t row, row_outcome, std::span<const value_view> values) mutable {
            for (std::size_t i = 0; i < values.size(); ++i) {
                told[plan.returning[i]] = values[i];
            }
            if (!values.empty()) {
                write_object(table, objects.object(rows[row]), told);
            }
        };
    }
    std::vector<void*> addresses;
    for (const std::size_t index : rows) {
        addresses.push_back(objects.object(index));
    }
    repository_core core{session_, table};
    if (core.any_removed({.count = addresses.size(), .addresses = addresses.data()})) {
        core.throw_not_found();
    }
    changed_rows source{objects, rows, moved, now_};
    const bulk_counts counts = write_rows(session_, source, plan);
    if (counts.updated + counts.skipped != rows.size()) {
        core.throw_not_found();
    }
}

void work_updates::require_versions(const tracked_objects& objects, std::span<const std::size_t> rows) {
    if (!version_column(objects.table())) {
        return;
    }
    row_versions seen{session_, objects.table()};
    std::vector<value_view> stored(objects.table().columns.size());
    for (const std::size_t index : rows) {
        objects.read_stored(index, stored);
        seen.add(stored);
    }
    if (const std::optional<std::size_t> stale = seen.find_stale()) {
        throw_stale(objects.table(), objects.object(rows[*stale]), rows[*stale]);
    }
}

}  // namespace aludel::detail
