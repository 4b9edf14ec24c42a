// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

/// Arithmetic of days and microseconds, in 64 bits throughout: no date that text can spell overflows it.
namespace aludel::text_format {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day_of_month) noexcept;

/// Microseconds of some days and a rest, which may be negative or longer than a day. Returns false where the sum is
/// beyond 64 bits.
bool add_days(std::int64_t days, std::int64_t within, std::int64_t& microseconds) noexcept;

}  // namespace aludel::text_format
