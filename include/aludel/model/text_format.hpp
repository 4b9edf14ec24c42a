// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <aludel/model/table_description.hpp>

/// The one text form of values that some databases keep as text, and its way back.
namespace aludel::text_format {

/// "YYYY-MM-DD", for years 0000 to 9999; others get a sign or more digits as in ISO 8601.
void append_date(std::string& text, std::int32_t days);
/// "YYYY-MM-DD hh:mm:ss.ffffff" in UTC, always with six digits, so that text sorts as time does.
void append_timestamp(std::string& text, std::int64_t microseconds);
/// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", lower case.
void append_uuid(std::string& text, const std::byte* sixteen_bytes);
/// The shortest decimal form that reads back as the same number; "NaN", "Infinity", "-Infinity".
void append_number(std::string& text, double number);
void append_number(std::string& text, float number);

decode_error parse_date(std::string_view text, std::int32_t& days);
/// With 'T' or a space between date and time, seconds and fractions optional, "Z" or an offset optional (UTC without).
decode_error parse_timestamp(std::string_view text, std::int64_t& microseconds);
decode_error parse_uuid(std::string_view text, std::byte* sixteen_bytes);

/// The calendar, proleptic Gregorian, any year that fits.
struct civil_date {
    std::int32_t year;
    std::uint8_t month;  ///< 1 to 12
    std::uint8_t day;    ///< 1 to 31
};
civil_date civil_from_days(std::int32_t days) noexcept;
std::int32_t days_from_civil(civil_date date) noexcept;

/// A point in time split for drivers that want fields (MYSQL_TIME).
struct civil_time {
    civil_date date;
    std::uint8_t hour, minute, second;
    std::uint32_t microsecond;
};
civil_time civil_from_microseconds(std::int64_t microseconds) noexcept;
std::int64_t microseconds_from_civil(const civil_time& time) noexcept;

}  // namespace aludel::text_format
