// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace aludel {

/// A member that has no column: it travels nowhere and keeps its value. Two of them always compare equal, so that
/// a struct's defaulted comparison looks at what is stored.
template <class T>
struct unmapped {
    T value{};
    friend constexpr bool operator==(const unmapped&, const unmapped&) noexcept { return true; }
    friend constexpr auto operator<=>(const unmapped&, const unmapped&) noexcept = delete;
};

}  // namespace aludel
