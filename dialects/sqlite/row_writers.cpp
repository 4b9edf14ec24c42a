// SPDX-License-Identifier: BSL-1.0
#include "row_writers.hpp"

#include <sqlite3.h>

#include <aludel/error.hpp>

#include "binding.hpp"
#include "bulk_text.hpp"
#include "storing.hpp"

namespace aludel::sqlite {
namespace {

/// Ends a statement in the middle of its rows: whoever is told of them may throw.
class ended {
public:
    explicit ended(const bulk_support::borrowed& statement) : statement_{statement} {}
    ended(const ended&) = delete;
    ended& operator=(const ended&) = delete;
    ~ended() { ::sqlite3_reset(statement_.get()); }

private:
    const bulk_support::borrowed& statement_;
};

}  // namespace

row_writer::row_writer(bulk_support& support, const bulk_plan& plan)
    : support_{support}, plan_{plan}, texts_(plan.columns.size() + 1), stored_(plan.returning.size()) {
    for (const column_index column : plan_.policy.key) {
        if (contains(plan_.columns, column)) {
            key_places_.push_back(place_in(plan_.columns, column));
        }
    }
}

bool row_writer::add(std::span<const value_view> row) {
    add(rows_, row);
    return true;
}

void row_writer::add(std::uint64_t number, std::span<const value_view> row) {
    row_ = number;
    if (support_.watcher != nullptr) [[unlikely]] {
        write_watched(row);
    } else {
        write(row);
    }
    ++rows_;
}

void row_writer::write_watched(std::span<const value_view> row) {
    if (watch_) {
        watch_->resume();
    } else {
        watch_.emplace(support_.watcher, statement_kind::bulk, main_statement().sql());
    }
    write(row);
    watch_->pause();
}

bulk_counts row_writer::finish() {
    if (watch_) {
        watch_->end(rows_);
        watch_.reset();
    }
    return counts_;
}

void row_writer::bind(const bulk_support::borrowed& to, std::size_t place, const value_view& value) {
    const char* refused = store(parameter{to.get(), static_cast<int>(place + 1)}, value, texts_[place]);
    if (refused != nullptr) [[unlikely]] {
        refuse(place, refused);
    }
}

void row_writer::bind_places(const bulk_support::borrowed& to, std::span<const value_view> row,
                             std::span<const std::size_t> places) {
    for (const std::size_t place : places) {
        bind(to, place, row[place]);
    }
}

bool row_writer::change(const bulk_support::borrowed& statement) {
    support_.step(statement);
    return ::sqlite3_changes(support_.handle()) > 0;
}

void row_writer::report(row_outcome outcome, std::span<const value_view> values) const {
    if (plan_.on_stored) {
        plan_.on_stored(row_, outcome, values);
    }
}

void row_writer::report_result(const bulk_support::borrowed& statement, row_outcome outcome) {
    const ended at_the_end{statement};
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        const value_kind expected = plan_.table->columns[plan_.returning[i]].kind;
        stored_[i] = column_of(statement.get(), static_cast<int>(i), expected);
    }
    report(outcome, stored_);
}

bool row_writer::report_stored(std::span<const value_view> row, row_outcome outcome) {
    if (!lookup_) {
        lookup_ = support_.prepare(lookup_of_one_row(support_.target(), plan_));
    }
    bind_places(lookup_, row, key_places_);
    if (!support_.step(lookup_)) {
        return false;
    }
    report_result(lookup_, outcome);
    return true;
}

void row_writer::refuse(std::size_t place, const char* why) const {
    const column_index column = plan_.columns[place];
    error_details details;
    details.table = plan_.table->name;
    details.column = plan_.table->columns[column].name;
    throw mapping_error{place_of(*plan_.table, column) + " is " + why, std::move(details)};
}

row_inserter::row_inserter(bulk_support& support, const bulk_plan& plan) : row_writer{support, plan} {
    insert_ = support_.prepare(insert_of_one_row(support_.target(), plan_));
}

void row_inserter::write(std::span<const value_view> row) {
    for (std::size_t place = 0; place < row.size(); ++place) {
        bind(insert_, place, row[place]);
    }
    support_.updated = 0;
    if (plan_.returning.empty()) {
        write_unreturned();
    } else if (support_.step(insert_)) {
        const bool was_there = support_.updated > 0;
        ++(was_there ? counts_.updated : counts_.inserted);
        report_result(insert_, was_there ? row_outcome::updated : row_outcome::inserted);
    } else {
        ++counts_.skipped;
        const bool is_read = plan_.policy.action == conflict_action::do_update;
        if (!is_read || !report_stored(row, row_outcome::unchanged)) {
            report(row_outcome::unchanged);
        }
    }
}

void row_inserter::write_unreturned() {
    const bool changed = change(insert_);
    if (!changed) {
        ++counts_.skipped;
        report(row_outcome::unchanged);
        return;
    }
    const bool was_there = support_.updated > 0;
    ++(was_there ? counts_.updated : counts_.inserted);
    report(was_there ? row_outcome::updated : row_outcome::inserted);
}

row_updater::row_updater(bulk_support& support, const bulk_plan& plan) : row_writer{support, plan} {
    if (!plan_.policy.updates.empty()) {
        update_ = support_.prepare(update_of_one_row(support_.target(), plan_));
    }
    places_.assign(key_places().begin(), key_places().end());
    bool has_time_of_change = false;
    for (const column_index column : plan_.policy.updates) {
        places_.push_back(place_in(plan_.columns, column));
        has_time_of_change |= plan_.table->columns[column].role == column_role::updated_at;
    }
    if (has_time_of_change) {
        bind(update_, plan_.columns.size(), plan_.now);  // stays bound from row to row
    }
}

void row_updater::write(std::span<const value_view> row) {
    bool changed = false;
    if (update_) {
        bind_places(update_, row, places_);
        changed = change(update_);
    }
    counts_.updated += changed ? 1 : 0;
    if (changed && (!plan_.on_stored || plan_.returning.empty())) {
        report(row_outcome::updated);
    } else if (!report_stored(row, changed ? row_outcome::updated : row_outcome::unchanged)) {
        report(row_outcome::absent);
    } else if (!changed) {
        ++counts_.skipped;
    }
}

row_remover::row_remover(bulk_support& support, const bulk_plan& plan) : row_writer{support, plan} {
    removal_ = support_.prepare(removal_of_one_row(support_.target(), plan_));
}

void row_remover::write(std::span<const value_view> row) {
    bind_places(removal_, row, key_places());
    counts_.removed += change(removal_) ? 1 : 0;
}

}  // namespace aludel::sqlite
