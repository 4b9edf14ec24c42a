// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace aludel::sqlite {

/// Years 0000 to 9999, the only ones that SQLite's date functions read (sqlite.org/lang_datefunc.html), and for which
/// text sorts as time does.
inline constexpr std::int32_t earliest_date = -719'528;
inline constexpr std::int32_t latest_date = 2'932'896;
inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;
inline constexpr std::int64_t earliest_timestamp = earliest_date * microseconds_a_day;
inline constexpr std::int64_t latest_timestamp = (latest_date + std::int64_t{1}) * microseconds_a_day - 1;

/// Digits of 2^64 - 1: unsigned integers above 2^63 - 1 are text of this length.
inline constexpr std::size_t unsigned_digits = 20;

}  // namespace aludel::sqlite
