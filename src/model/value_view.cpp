// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/value_view.hpp>

#include <algorithm>
#include <bit>

namespace aludel {

std::string_view name_of(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::null: return "NULL";
    case value_kind::boolean: return "boolean";
    case value_kind::int16: return "16-bit integer";
    case value_kind::int32: return "32-bit integer";
    case value_kind::int64: return "64-bit integer";
    case value_kind::uint64: return "unsigned 64-bit integer";
    case value_kind::float32: return "32-bit float";
    case value_kind::float64: return "64-bit float";
    case value_kind::text: return "text";
    case value_kind::bytes: return "bytes";
    case value_kind::date: return "date";
    case value_kind::timestamp: return "timestamp";
    case value_kind::uuid: return "UUID";
    }
    return "unknown";
}

value_view integer_of(value_kind kind, std::int64_t number) noexcept {
    switch (kind) {
    case value_kind::int16: return value_view::of_int16(number);
    case value_kind::int32: return value_view::of_int32(number);
    case value_kind::uint64: return value_view::of_uint64(static_cast<std::uint64_t>(number));
    default: return value_view::of_int64(number);
    }
}

bool same_value(const value_view& left, const value_view& right) noexcept {
    if (left.kind() != right.kind()) {
        return false;
    }
    switch (left.kind()) {
    case value_kind::null: return true;
    case value_kind::float32:
    case value_kind::float64:
        return std::bit_cast<std::uint64_t>(left.number()) == std::bit_cast<std::uint64_t>(right.number());
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::uuid: return std::ranges::equal(left.bytes(), right.bytes());
    default: return left.integer() == right.integer();
    }
}

}  // namespace aludel
