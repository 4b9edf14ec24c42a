// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <aludel/model/table_description.hpp>
#include <aludel/model/value_view.hpp>

/// How values that came from a driver become C++ values. A driver hands over what it has (SQLite knows neither dates
/// nor UUIDs, a text protocol hands over text), so each function takes every kind that can mean its type.
namespace aludel::decode {

/// Any integer within [least, greatest]; also a boolean, a whole float, decimal text.
decode_error signed_integer(const value_view& from, std::int64_t least, std::int64_t greatest, std::int64_t& to);
decode_error unsigned_integer(const value_view& from, std::uint64_t greatest, std::uint64_t& to);
/// A boolean, 0 or 1, or text: t, f, true, false, 0, 1.
decode_error boolean(const value_view& from, bool& to);
/// Any number or numeric text, "NaN" and "Infinity" included.
decode_error floating(const value_view& from, double& to);
/// As `floating`; a finite number beyond the range of float is out of range.
decode_error floating(const value_view& from, float& to);
/// Text; also bytes, and the decimal form of a number.
decode_error text(const value_view& from, std::string& to);
/// Bytes, text as its bytes, a UUID.
decode_error bytes(const value_view& from, std::vector<std::byte>& to);
/// A date, or text "YYYY-MM-DD" with or without a time behind it. Days since 1970-01-01.
decode_error date(const value_view& from, std::int32_t& days);
/// A timestamp, a date, or text "YYYY-MM-DD[ T]hh:mm[:ss[.ffffff]][Z|±hh[:mm]]"; without an offset it is UTC.
/// Microseconds since 1970-01-01.
decode_error timestamp(const value_view& from, std::int64_t& microseconds);
/// A UUID, 16 bytes, or text with or without hyphens. Writes 16 bytes.
decode_error uuid(const value_view& from, std::byte* sixteen_bytes);

}  // namespace aludel::decode
