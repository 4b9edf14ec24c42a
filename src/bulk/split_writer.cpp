// SPDX-License-Identifier: BSL-1.0
#include "split_writer.hpp"

#include "key_reservation.hpp"
#include "model/column_places.hpp"
#include "sql/key_sequence.hpp"
#include "writers.hpp"

namespace aludel {
namespace {

constexpr std::size_t most_values_waiting = 50'000;
constexpr std::size_t most_bytes_waiting = 4 << 20;

/// Behind the columns that are sent if it is none of them.
std::size_t place_of_counted(const bulk_plan& plan) {
    return place_in(plan.columns, index_in(*plan.table, *sql::counted_column(*plan.table)));
}

}  // namespace

bool finds_rows_by_made_key(const session_core& session, const bulk_plan& plan) {
    const column_description* const counted = sql::counted_column(*plan.table);
    return plan.operation == bulk_operation::insert && plan.policy.action != conflict_action::fail && !plan.on_stored &&
           counted != nullptr && plan.policy.key.size() == 1 &&
           plan.policy.key.front() == index_in(*plan.table, *counted) &&
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
            waiting_.push_back(kept_.keep(value));
            waiting_bytes_ += value.borrows() ? value.bytes().size() : 0;
        }
    }
    if (waiting_.size() >= most_values_waiting || waiting_bytes_ >= most_bytes_waiting) {
        flush();
    }
    return with_keys_is_empty_;
}

void split_writer::flush() {
    with_keys_->flush();
    with_keys_is_empty_ = true;
    if (waiting_.empty()) {
        return;
    }
    const std::size_t width = plan_.columns.size();
    bulk_plan plan = plan_;
    plan.policy = {};
    plan.rows_stay_valid = true;
    plan.expected_rows = waiting_.size() / width;
    const std::unique_ptr<bulk_writer> writer = open_writer(session_, plan);
    for (std::size_t at = 0; at < waiting_.size(); at += width) {
        writer->add(std::span{waiting_}.subspan(at, width));
    }
    new_rows_ += writer->finish().inserted;
    waiting_.clear();
    waiting_bytes_ = 0;
    kept_.clear();
}

bulk_counts split_writer::finish() {
    flush();
    bulk_counts sum = with_keys_->finish();
    sum.inserted += new_rows_;
    return sum;
}

}  // namespace aludel
