// SPDX-License-Identifier: BSL-1.0
#include "value_order.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

namespace aludel {

std::uint64_t order_head(const value_view& value) noexcept {
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

std::strong_ordering order_of(const value_view& left, const value_view& right) noexcept {
    if (left.is_null() || right.is_null()) {
        return right.is_null() <=> left.is_null();  // NULL first
    }
    if (!left.borrows() || !right.borrows()) {
        return order_head(left) <=> order_head(right);
    }
    const std::size_t common = std::min(left.bytes().size(), right.bytes().size());
    const int difference = common == 0 ? 0 : std::memcmp(left.bytes().data(), right.bytes().data(), common);
    return difference == 0 ? left.bytes().size() <=> right.bytes().size() : difference <=> 0;
}

}  // namespace aludel
