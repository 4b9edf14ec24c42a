// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace demo {

/// Rounded down; a time too short to measure counts as a microsecond.
inline std::uint64_t rows_per_second(std::uint64_t rows, std::chrono::nanoseconds elapsed) {
    const std::chrono::duration<double> seconds =
        std::max<std::chrono::nanoseconds>(elapsed, std::chrono::microseconds{1});
    return static_cast<std::uint64_t>(static_cast<double>(rows) / seconds.count());
}

}  // namespace demo
