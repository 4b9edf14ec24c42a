// SPDX-License-Identifier: BSL-1.0
#include "column_array.hpp"

#include <cstdint>

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
