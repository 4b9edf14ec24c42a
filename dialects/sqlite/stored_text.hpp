// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Values that are stored as text, in one form each:
///     date       YYYY-MM-DD
///     timestamp  YYYY-MM-DD hh:mm:ss.ffffff
///     unsigned   20 digits, above 2^63 - 1 only
namespace aludel::sqlite {

/// Room for the longest of them.
struct stored_text {
    char characters[26];
};

/// Each returns the size of what it wrote. Dates and times lie in the years 0000 to 9999.
std::size_t write_date(stored_text& to, std::int32_t days) noexcept;
std::size_t write_timestamp(stored_text& to, std::int64_t microseconds) noexcept;
/// Twenty digits, as many as the greatest has: text sorts behind every integer, and among itself as the numbers do.
std::size_t write_unsigned(stored_text& to, std::uint64_t number) noexcept;

/// Reads exactly the form that is written here; false for any other, which others may understand.
bool read_date(std::string_view text, std::int32_t& days) noexcept;
bool read_timestamp(std::string_view text, std::int64_t& microseconds) noexcept;

}  // namespace aludel::sqlite
