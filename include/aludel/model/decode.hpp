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

namespace other_kinds {

// What each function below does with all but the kinds that a driver hands over most. Apart, so that the usual case
// becomes part of the code that fills a struct: for short values the calls weigh as much as the work.
decode_error signed_integer(const value_view& from, std::int64_t& to);
decode_error unsigned_integer(const value_view& from, std::uint64_t& to);
decode_error boolean(const value_view& from, bool& to);
decode_error floating(const value_view& from, double& to);
decode_error text(const value_view& from, std::string& to);
decode_error timestamp(const value_view& from, std::int64_t& microseconds);

}  // namespace other_kinds

/// Any integer within [least, greatest]; also a boolean, a whole float, decimal text.
inline decode_error signed_integer(const value_view& from, std::int64_t least, std::int64_t greatest,
                                   std::int64_t& to) {
    if (from.is_signed_integer()) [[likely]] {
        to = from.integer();
    } else if (const decode_error wrong = other_kinds::signed_integer(from, to); wrong != decode_error::none) {
        return wrong;
    }
    return to >= least && to <= greatest ? decode_error::none : decode_error::out_of_range;
}
inline decode_error unsigned_integer(const value_view& from, std::uint64_t greatest, std::uint64_t& to) {
    if (from.kind() == value_kind::uint64) [[likely]] {
        to = from.unsigned_integer();
    } else if (const decode_error wrong = other_kinds::unsigned_integer(from, to); wrong != decode_error::none) {
        return wrong;
    }
    return to <= greatest ? decode_error::none : decode_error::out_of_range;
}
/// A boolean, 0 or 1, or text: t, f, true, false, 0, 1.
inline decode_error boolean(const value_view& from, bool& to) {
    // Databases without booleans hand over an integer.
    const bool is_usual = from.kind() == value_kind::boolean || from.is_signed_integer();
    if (is_usual && (from.integer() == 0 || from.integer() == 1)) [[likely]] {
        to = from.boolean();
        return decode_error::none;
    }
    return other_kinds::boolean(from, to);
}
/// Any number or numeric text, "NaN" and "Infinity" included.
inline decode_error floating(const value_view& from, double& to) {
    if (from.kind() == value_kind::float64) [[likely]] {
        to = from.number();
        return decode_error::none;
    }
    return other_kinds::floating(from, to);
}
/// As `floating`; a finite number beyond the range of float is out of range.
decode_error floating(const value_view& from, float& to);
/// Text; also bytes, and the decimal form of a number.
inline decode_error text(const value_view& from, std::string& to) {
    if (from.kind() == value_kind::text) [[likely]] {
        to.assign(from.text().data(), from.text().size());
        return decode_error::none;
    }
    return other_kinds::text(from, to);
}
/// Bytes, text as its bytes, a UUID.
decode_error bytes(const value_view& from, std::vector<std::byte>& to);
/// A date, or text "YYYY-MM-DD" with or without a time behind it. Days since 1970-01-01.
decode_error date(const value_view& from, std::int32_t& days);
/// A timestamp, a date, or text "YYYY-MM-DD[ T]hh:mm[:ss[.ffffff]][Z|±hh[:mm]]"; without an offset it is UTC.
/// Microseconds since 1970-01-01.
inline decode_error timestamp(const value_view& from, std::int64_t& microseconds) {
    if (from.kind() == value_kind::timestamp) [[likely]] {
        microseconds = from.integer();
        return decode_error::none;
    }
    return other_kinds::timestamp(from, microseconds);
}
/// A UUID, 16 bytes, or text with or without hyphens. Writes 16 bytes.
decode_error uuid(const value_view& from, std::byte* sixteen_bytes);

}  // namespace aludel::decode
