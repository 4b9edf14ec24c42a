// SPDX-License-Identifier: BSL-1.0
#include "column_array.hpp"

#include <cassert>
#include <cstdint>
#include <cstring>

#include "parameters.hpp"

namespace aludel::mysql {
namespace {

/// Bytes of a packed number, or 0 for what is handed over as a pointer.
std::size_t packed_width(value_kind kind) {
    switch (kind) {
    case value_kind::boolean: return 1;
    case value_kind::int16: return 2;
    case value_kind::int32:
    case value_kind::float32: return 4;
    case value_kind::int64:
    case value_kind::uint64:
    case value_kind::float64: return 8;
    default: return 0;
    }
}

bool is_time(value_kind kind) {
    return kind == value_kind::date || kind == value_kind::timestamp;
}

}  // namespace

column_array::column_array(value_kind kind, std::size_t rows)
    : kind_{kind}, width_{packed_width(kind)}, indicators_(rows) {
    if (width_ != 0) {
        numbers_ = std::make_unique<std::byte[]>(rows * width_);
        return;
    }
    pointers_.resize(rows);
    if (is_time(kind)) {
        times_.resize(rows);
        for (std::size_t i = 0; i < rows; ++i) {
            pointers_[i] = &times_[i];
        }
    } else {
        lengths_.resize(rows);
    }
}

template <class Number>
void column_array::put_number(std::size_t row, Number number) {
    assert(sizeof number == width_);
    std::memcpy(numbers_.get() + row * sizeof number, &number, sizeof number);
}

void column_array::put(std::size_t row, const value_view& value) {
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

std::size_t column_array::bytes_of(const value_view& value) const noexcept {
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

MYSQL_BIND column_array::bind() noexcept {
    MYSQL_BIND bind{};
    bind.buffer_type = wire_type(kind_);
    bind.is_unsigned = kind_ == value_kind::uint64;
    bind.u.indicator = indicators_.data();
    bind.buffer = width_ != 0 ? static_cast<void*>(numbers_.get()) : static_cast<void*>(pointers_.data());
    bind.length = lengths_.empty() ? nullptr : lengths_.data();
    return bind;
}

}  // namespace aludel::mysql
