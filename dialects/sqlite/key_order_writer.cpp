// SPDX-License-Identifier: BSL-1.0
#include "key_order_writer.hpp"

#include <algorithm>
#include <compare>

#include "bulk_text.hpp"
#include "model/value_order.hpp"

namespace aludel::sqlite {
namespace {

// 100 000 rows of seven columns. The more rows a batch has, the more of them share a page.
constexpr std::size_t most_waiting_bytes = std::size_t{16} << 20;

}  // namespace

key_order_writer::key_order_writer(std::unique_ptr<row_writer> writer, const bulk_plan& plan)
    : writer_{std::move(writer)}, width_{plan.columns.size()}, rows_stay_valid_{plan.rows_stay_valid} {
    for (const column_index column : plan.policy.key) {
        key_places_.push_back(place_in(plan.columns, column));
    }
    const std::size_t most_rows = std::max<std::size_t>(1, most_waiting_bytes / (width_ * sizeof(value_view)));
    waiting_.reserve(width_ * std::min<std::size_t>(most_rows, plan.expected_rows));
}

bool key_order_writer::add(std::span<const value_view> row) {
    waiting_.insert(waiting_.end(), row.begin(), row.end());
    waiting_bytes_ += row.size_bytes();
    if (!rows_stay_valid_) {
        for (value_view& value : std::span{waiting_}.last(width_)) {
            value = kept_.keep(value);
            waiting_bytes_ += value.borrows() ? value.bytes().size() : 0;
        }
    }
    if (waiting_bytes_ >= most_waiting_bytes) {
        flush();
    }
    return waiting_.empty();
}

void key_order_writer::flush() {
    for (const place& next : places_in_order()) {
        writer_->add(sent_rows_ + next.row, row_at(next.row));
    }
    sent_rows_ += waiting_.size() / width_;
    waiting_.clear();
    kept_.clear();
    waiting_bytes_ = 0;
}

bulk_counts key_order_writer::finish() {
    flush();
    return writer_->finish();
}

std::span<const value_view> key_order_writer::row_at(std::size_t row) const {
    return std::span{waiting_}.subspan(row * width_, width_);
}

bool key_order_writer::is_before(const place& left, const place& right) const {
    if (left.head != right.head) {
        return left.head < right.head;
    }
    for (const std::size_t key : key_places_) {
        const auto order = order_of(row_at(left.row)[key], row_at(right.row)[key]);
        if (order != std::strong_ordering::equal) {
            return order < 0;
        }
    }
    return left.row < right.row;
}

std::vector<key_order_writer::place> key_order_writer::places_in_order() const {
    std::vector<place> places(waiting_.size() / width_);
    for (std::size_t row = 0; row < places.size(); ++row) {
        places[row] = {order_head(row_at(row)[key_places_.front()]), row};
    }
    std::sort(places.begin(), places.end(),
              [this](const place& left, const place& right) { return is_before(left, right); });
    return places;
}

}  // namespace aludel::sqlite
