// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace aludel {

/// A point in time, UTC, to the microsecond: the finest that every supported database stores.
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// The system clock's time, rounded down to the microsecond.
[[nodiscard]] timestamp now();

}  // namespace aludel
