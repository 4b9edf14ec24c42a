// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>

#include <aludel/model/value_view.hpp>

/// The order in which tables keep their keys, so that neighbours are on one page: NULL first, numbers by their size,
/// texts and bytes by their bytes. Databases order some texts by collations instead; then pages are only met more
/// often. For values of one kind.
namespace aludel {

/// Eight bytes that compare as the values do, as far as eight bytes can.
std::uint64_t order_head(const value_view& value) noexcept;
std::strong_ordering order_of(const value_view& left, const value_view& right) noexcept;

}  // namespace aludel
