// SPDX-License-Identifier: BSL-1.0
#include "key_teller.hpp"

#include <algorithm>

#include "sql/key_sequence.hpp"

namespace aludel::mysql {
namespace {

bool is_stored_as_sent(const column_description& column) {
    return column.generated == key::given && column.default_expression.empty();
}

}  // namespace

bool key_teller::suits(const bulk_plan& plan) {
    return plan.policy.action == conflict_action::fail &&
           std::all_of(plan.returning.begin(), plan.returning.end(), [&](column_index wanted) {
               const column_description& column = plan.table->columns[wanted];
               const bool is_sent = contains(plan.columns, wanted);
               return is_counted(column) || (is_sent && is_stored_as_sent(column));
           });
}

key_teller::key_teller(const bulk_target& target) : to_{target}, told_(target.plan.returning.size()) {
    std::fill(told_.begin(), told_.end(), value_view::kept());
    if (const column_description* const counted = sql::counted_column(*target.plan.table)) {
        counts_keys_ = true;
        const column_index key = index_in(*target.plan.table, *counted);
        sent_place_ = place_in(target.plan.columns, key);
        returned_place_ = place_in(target.plan.returning, key);
    }
}

bool key_teller::asks_for_key(std::span<const value_view> row) const {
    return counts_keys_ && (sent_place_ >= row.size() || row[sent_place_].is_null());
}

bool key_teller::go_together(std::span<const value_view> one, std::span<const value_view> other) const {
    return asks_for_key(one) == asks_for_key(other);
}

void key_teller::tell(std::span<const value_view> values, std::uint64_t first_key) {
    const std::size_t width = to_.plan.columns.size();
    const bool has_key = returned_place_ < told_.size();
    const bool made_keys = has_key && asks_for_key(values.first(width));
    std::uint64_t key = first_key;
    for (std::size_t row = 0; row < values.size() / width; ++row, key += to_.facts.generated_key_step) {
        if (has_key) {
            told_[returned_place_] =
                made_keys ? value_view::of_int64(static_cast<std::int64_t>(key)) : value_view::kept();
        }
        to_.plan.on_stored(rows_told_++, row_outcome::inserted, told_);
    }
}

}  // namespace aludel::mysql
