// SPDX-License-Identifier: BSL-1.0
#include "key_order_writer.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstring>

#include "bulk_text.hpp"

namespace aludel::sqlite {
namespace {

// 100 000 rows of seven columns. The more rows a batch has, the more of them share a page.
constexpr std::size_t most_waiting_bytes = std::size_t{16} << 20;

/// Eight bytes that compare as the values of one kind do, as far as eight bytes can.
std::uint64_t head_of(const value_view& value) noexcept {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    if (value.borrows()) {
        std::uint64_t head = 0;
        const auto bytes = value.bytes().first(std::min(sizeof head, value.bytes().size()));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            head |= std::uint64_t{std::to_integer<unsigned char>(bytes[i])} << (8 * (sizeof head - 1 - i));
        }
        return head;
    }
    switch (value.kind()) {
    case value_kind::null: return 0;
    case value_kind::uint64: return value.unsigned_integer();
    case value_kind::float32:
    case value_kind::float64: {
        const auto bits = std::bit_cast<std::uint64_t>(value.number() == 0 ? 0.0 : value.number());  // -0.0 is 0.0
        return (bits & sign) == 0 ? bits | sign : ~bits;
    }
    default: return static_cast<std::uint64_t>(value.integer()) ^ sign;
    }
}

/// SQLite's order of texts and blobs is that of their bytes, but for collations; then pages are only met more often.
std::strong_ordering compared(const value_view& left, const value_view& right) noexcept {
    if (left.is_null() || right.is_null()) {
        return right.is_null() <=> left.is_null();  // NULL first
    }
    if (!left.borrows() || !right.borrows()) {
        return head_of(left) <=> head_of(right);
    }
    const std::size_t common = std::min(left.bytes().size(), right.bytes().size());
    const int difference = common == 0 ? 0 : std::memcmp(left.bytes().data(), right.bytes().data(), common);
    return difference == 0 ? left.bytes().size() <=> right.bytes().size() : difference <=> 0;
}

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
        const auto order = compared(row_at(left.row)[key], row_at(right.row)[key]);
        if (order != std::strong_ordering::equal) {
            return order < 0;
        }
    }
    return left.row < right.row;
}

std::vector<key_order_writer::place> key_order_writer::places_in_order() const {
    std::vector<place> places(waiting_.size() / width_);
    for (std::size_t row = 0; row < places.size(); ++row) {
        places[row] = {head_of(row_at(row)[key_places_.front()]), row};
    }
    std::sort(places.begin(), places.end(),
              [this](const place& left, const place& right) { return is_before(left, right); });
    return places;
}

}  // namespace aludel::sqlite
