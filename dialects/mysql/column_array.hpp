// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include <mysql.h>

#include <aludel/model/value_view.hpp>

#include "parameters.hpp"

namespace aludel::mysql {

/// The values of one column for a batch of rows, as array binding wants them: numbers packed; text, bytes and
/// MYSQL_TIME as pointers. Its memory stays where it is, so that it is bound once.
class column_array {
public:
    column_array(value_kind kind, std::size_t rows);

    /// Borrows text and bytes until the batch was sent.
    void put(std::size_t row, const value_view& value);
    /// The bytes that the value takes in the packet, at most.
    [[nodiscard]] std::size_t bytes_of(const value_view& value) const noexcept;
    [[nodiscard]] MYSQL_BIND bind() noexcept;

private:
    template <class Number>
    void put_number(std::size_t row, Number number);

    value_kind kind_;
    std::size_t width_;
    std::vector<char> indicators_;
    std::unique_ptr<std::byte[]> numbers_;
    std::vector<const void*> pointers_;
    std::vector<unsigned long> lengths_;
    std::vector<MYSQL_TIME> times_;
};

template <class Number>
inline void column_array::put_number(std::size_t row, Number number) {
    assert(sizeof number == width_);
    std::memcpy(numbers_.get() + row * sizeof number, &number, sizeof number);
}

inline void column_array::put(std::size_t row, const value_view& value) {
    indicators_[row] = value.is_null() ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
    if (value.is_null()) {
        return;
    }
    assert(value.kind() == kind_);
    switch (kind_) {
    case value_kind::boolean: put_number(row, static_cast<std::int8_t>(value.boolean())); break;
    case value_kind::int16: put_number(row, static_cast<std::int16_t>(value.integer())); break;
    case value_kind::int32: put_number(row, static_cast<std::int32_t>(value.integer())); break;
    case value_kind::int64:
    case value_kind::uint64: put_number(row, value.integer()); break;
    case value_kind::float32: put_number(row, static_cast<float>(value.number())); break;
    case value_kind::float64: put_number(row, value.number()); break;
    case value_kind::date:
    case value_kind::timestamp: times_[row] = split_time(value); break;
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::uuid:
        pointers_[row] = value.bytes().data();
        lengths_[row] = value.bytes().size();
        break;
    case value_kind::null: break;
    }
}

inline std::size_t column_array::bytes_of(const value_view& value) const noexcept {
    constexpr std::size_t indicator = 1;
    constexpr std::size_t longest_length = 9;
    constexpr std::size_t longest_time = 12;
    if (value.is_null()) {
        return indicator;
    }
    if (value.borrows()) {
        return indicator + longest_length + value.bytes().size();
    }
    return indicator + (width_ != 0 ? width_ : longest_time);
}

}  // namespace aludel::mysql
