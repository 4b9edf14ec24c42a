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

    /// Borrows text and bytes until the batch was sent. Returns the bytes that the value takes in the packet, at most.
    std::size_t put(std::size_t row, const value_view& value);
    [[nodiscard]] MYSQL_BIND bind() noexcept;

private:
    // In the packet: what stands in front of a value, and the longest forms of its length and of a time.
    static constexpr std::size_t indicator_size = 1;
    static constexpr std::size_t longest_length = 9;
    static constexpr std::size_t longest_time = 12;

    template <class Number>
    std::size_t put_number(std::size_t row, Number number);

    value_kind kind_;
    std::size_t width_;
    std::vector<char> indicators_;
    std::unique_ptr<std::byte[]> numbers_;
    std::vector<const void*> pointers_;
    std::vector<unsigned long> lengths_;
    std::vector<MYSQL_TIME> times_;
};

template <class Number>
inline std::size_t column_array::put_number(std::size_t row, Number number) {
    assert(sizeof number == width_);
    std::memcpy(numbers_.get() + row * sizeof number, &number, sizeof number);
    return indicator_size + sizeof number;
}

inline std::size_t column_array::put(std::size_t row, const value_view& value) {
    if (value.is_null()) {
        indicators_[row] = STMT_INDICATOR_NULL;
        return indicator_size;
    }
    indicators_[row] = STMT_INDICATOR_NONE;
    assert(value.kind() == kind_);
    switch (kind_) {
    case value_kind::boolean: return put_number(row, static_cast<std::int8_t>(value.boolean()));
    case value_kind::int16: return put_number(row, static_cast<std::int16_t>(value.integer()));
    case value_kind::int32: return put_number(row, static_cast<std::int32_t>(value.integer()));
    case value_kind::int64:
    case value_kind::uint64: return put_number(row, value.integer());
    case value_kind::float32: return put_number(row, static_cast<float>(value.number()));
    case value_kind::float64: return put_number(row, value.number());
    case value_kind::date:
    case value_kind::timestamp: times_[row] = split_time(value); return indicator_size + longest_time;
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::uuid:
        pointers_[row] = value.bytes().data();
        lengths_[row] = value.bytes().size();
        return indicator_size + longest_length + lengths_[row];
    case value_kind::null: break;
    }
    return indicator_size;
}

}  // namespace aludel::mysql
