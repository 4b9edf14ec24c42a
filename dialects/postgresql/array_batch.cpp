// SPDX-License-Identifier: BSL-1.0
#include "array_batch.hpp"

#include <algorithm>

namespace aludel::postgresql {
namespace {

constexpr std::size_t header_size = 5 * sizeof(std::int32_t);

// Measured on PostgreSQL 15, 7 columns: 500 to 10 000 rows cost the server the same. More than a few thousand make the
// planner prefer reading the whole table to looking keys up.
constexpr std::size_t rows_in_batch = 2'000;
constexpr std::size_t bytes_in_batch = std::size_t{1} << 20;

}  // namespace

void column_array::clear() {
    bytes_.clear();
    bytes_.keep_until(bytes_.room_for(header_size) + header_size);
    has_nulls_ = false;
}

void column_array::complete(std::size_t elements) noexcept {
    char* to = bytes_.data();
    to = store(to, std::int32_t{1});
    to = store(to, std::int32_t{has_nulls_});
    to = store(to, element_);
    to = store(to, static_cast<std::int32_t>(elements));
    store(to, std::int32_t{1});
}

column_array column_array::part(row_range rows) const {
    const std::size_t begin = behind(header_size, rows.first);
    const std::size_t size = behind(begin, rows.count) - begin;
    column_array copy{element_};
    char* const to = copy.bytes_.room_for(size);
    std::copy_n(bytes_.data() + begin, size, to);
    copy.bytes_.keep_until(to + size);
    copy.has_nulls_ = has_nulls_;
    copy.complete(rows.count);
    return copy;
}

/// Where what follows `elements` elements from `position` on begins.
std::size_t column_array::behind(std::size_t position, std::size_t elements) const noexcept {
    for (; elements > 0; --elements) {
        const auto size = load<std::int32_t>(bytes_.data() + position);
        position += sizeof size + static_cast<std::size_t>(std::max(size, std::int32_t{0}));  // -1: NULL
    }
    return position;
}

array_batch::array_batch(std::span<const bulk_column> columns) {
    for (const bulk_column& column : columns) {
        arrays_.emplace_back(column.form.element);
    }
}

void array_batch::add(const bulk_plan& plan, std::span<const bulk_column> columns, std::span<const value_view> row,
                      std::uint64_t number) {
    bytes_ = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        arrays_[i].add(plan, columns[i], row[i]);
        bytes_ += arrays_[i].size();
    }
    numbers_.push_back(number);
}

void array_batch::clear() {
    for (column_array& array : arrays_) {
        array.clear();
    }
    numbers_.clear();
    bytes_ = 0;
}

bool array_batch::is_full() const noexcept {
    return numbers_.size() >= rows_in_batch || bytes_ >= bytes_in_batch;
}

std::span<const column_array> array_batch::arrays(row_range rows, std::vector<column_array>& room) {
    if (rows.count == numbers_.size()) {
        for (column_array& array : arrays_) {
            array.complete(rows.count);
        }
        return arrays_;
    }
    room.clear();
    for (const column_array& array : arrays_) {
        room.push_back(array.part(rows));
    }
    return room;
}

}  // namespace aludel::postgresql
