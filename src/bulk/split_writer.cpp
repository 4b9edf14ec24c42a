// SPDX-License-Identifier: BSL-1.0
#include "split_writer.hpp"

#include <algorithm>

#include "key_reservation.hpp"
#include "writers.hpp"

namespace aludel {
namespace {

constexpr std::size_t most_values_waiting = 50'000;

const column_description* counted_column(const bulk_plan& plan) {
    const column_description* const generated = generated_column(*plan.table);
    return generated != nullptr && is_counted(*generated) ? generated : nullptr;
}

/// Behind the columns that are sent if it is none of them.
std::size_t place_of_counted(const bulk_plan& plan) {
    const auto sent =
        std::find(plan.columns.begin(), plan.columns.end(), counted_column(plan) - plan.table->columns.data());
    return static_cast<std::size_t>(sent - plan.columns.begin());
}

}  // namespace

bool finds_rows_by_made_key(const session_core& session, const bulk_plan& plan) {
    const column_description* const counted = counted_column(plan);
    return plan.operation == bulk_operation::insert && plan.policy.action != conflict_action::fail && !plan.on_stored &&
           counted != nullptr && plan.policy.key.size() == 1 &&
           plan.policy.key.front() == counted - plan.table->columns.data() &&
           !key_reservation(session, *plan.table, *counted).empty();
}

bool sends_counted_key(const bulk_plan& plan) {
    return place_of_counted(plan) < plan.columns.size();
}

split_writer::split_writer(session_core& session, const bulk_plan& plan)
    : session_{session}, plan_{plan}, key_place_{place_of_counted(plan)}, with_keys_{open_writer(session, plan)} {}

bool split_writer::add(std::span<const value_view> row) {
    if (!row[key_place_].is_null()) {
        with_keys_is_empty_ = with_keys_->add(row);
    } else {
        for (const value_view& value : row) {
            waiting_.push_back(plan_.rows_stay_valid ? value : kept_.keep(value));
        }
    }
    if (waiting_.size() >= most_values_waiting) {
        flush();
    }
    return with_keys_is_empty_ && waiting_.empty();
}

void split_writer::flush() {
    with_keys_->flush();
    with_keys_is_empty_ = true;
    if (waiting_.empty()) {
        return;
    }
    if (!new_rows_) {
        bulk_plan plan = plan_;
        plan.policy = {};
        plan.rows_stay_valid = true;
        plan.expected_rows = 0;
        new_rows_ = open_writer(session_, plan);
    }
    for (std::size_t at = 0; at < waiting_.size(); at += plan_.columns.size()) {
        new_rows_->add(std::span{waiting_}.subspan(at, plan_.columns.size()));
    }
    new_rows_->flush();
    waiting_.clear();
    kept_.clear();
}

bulk_counts split_writer::finish() {
    flush();
    bulk_counts sum = with_keys_->finish();
    if (new_rows_) {
        const bulk_counts counts = new_rows_->finish();
        sum.inserted += counts.inserted;
        sum.skipped += counts.skipped;
    }
    return sum;
}

}  // namespace aludel
