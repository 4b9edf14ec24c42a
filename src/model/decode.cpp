// SPDX-License-Identifier: BSL-1.0
#include <aludel/model/decode.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <aludel/model/text_format.hpp>

namespace aludel::decode {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

template <class Number>
decode_error number_of_text(std::string_view text, Number& to) {
    const char* const end = text.data() + text.size();
    Number number{};
    const auto [read_to, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc::invalid_argument || read_to != end) {
        return decode_error::wrong_kind;
    }
    if (error == std::errc::result_out_of_range) {
        return decode_error::out_of_range;
    }
    to = number;
    return decode_error::none;
}

/// A whole number within the type; NaN fails every comparison.
template <class Integer>
decode_error integer_of_float(double from, Integer& to) {
    // The greatest integer is no double, but the one behind it is: 2^63 or 2^64.
    const double beyond = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
    const double least = std::is_signed_v<Integer> ? -beyond : 0.0;
    if (!(from >= least && from < beyond) || from != std::trunc(from)) {
        return decode_error::out_of_range;
    }
    to = static_cast<Integer>(from);
    return decode_error::none;
}

decode_error signed_of_unsigned(std::uint64_t from, std::int64_t& to) {
    if (from > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return decode_error::out_of_range;
    }
    to = static_cast<std::int64_t>(from);
    return decode_error::none;
}

decode_error unsigned_of_signed(std::int64_t from, std::uint64_t& to) {
    if (from < 0) {
        return decode_error::out_of_range;
    }
    to = static_cast<std::uint64_t>(from);
    return decode_error::none;
}

decode_error unsigned_of_text(std::string_view text, std::uint64_t& to) {
    if (!text.starts_with('-')) {
        return number_of_text(text, to);
    }
    std::int64_t negative = 0;
    const decode_error result = number_of_text(text, negative);
    return result == decode_error::none ? unsigned_of_signed(negative, to) : result;
}

decode_error boolean_of_text(std::string_view text, bool& to) {
    to = text == "t" || text == "true" || text == "1";
    const bool known = to || text == "f" || text == "false" || text == "0";
    return known ? decode_error::none : decode_error::wrong_kind;
}

decode_error narrowed(double from, float& to) {
    constexpr double greatest = std::numeric_limits<float>::max();
    // The first double that rounds to infinity. Between `greatest` and it lies 3.4028235e+38, which is how the
    // greatest float is written.
    constexpr double beyond = 0x1.ffffffp127;
    if (std::isfinite(from) && std::abs(from) > greatest) {
        to = from < 0 ? std::numeric_limits<float>::lowest() : std::numeric_limits<float>::max();
        return std::abs(from) < beyond ? decode_error::none : decode_error::out_of_range;
    }
    to = static_cast<float>(from);
    return decode_error::none;
}

decode_error narrowed(double from, double& to) {
    to = from;
    return decode_error::none;
}

template <class Number>
decode_error number(const value_view& from, Number& to) {
    switch (from.kind()) {
    case value_kind::float32:
    case value_kind::float64: return narrowed(from.number(), to);
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: to = static_cast<Number>(from.integer()); return decode_error::none;
    case value_kind::uint64: to = static_cast<Number>(from.unsigned_integer()); return decode_error::none;
    // Not by way of double: rounding twice is not always rounding once.
    case value_kind::text: return number_of_text(from.text(), to);
    default: return decode_error::wrong_kind;
    }
}

template <class Integer>
void append_integer(std::string& to, Integer number) {
    char digits[24];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

/// A time behind the date must be one, and is dropped.
decode_error date_of_text(std::string_view text, std::int32_t& days) {
    const std::size_t date_size = std::min(text.find_first_of(" T"), text.size());
    const decode_error result = text_format::parse_date(text.substr(0, date_size), days);
    if (result != decode_error::none || date_size == text.size()) {
        return result;
    }
    std::int64_t ignored = 0;
    const bool malformed = text_format::parse_timestamp(text, ignored) == decode_error::malformed;
    return malformed ? decode_error::malformed : decode_error::none;
}

decode_error midnight_of(std::int64_t days, std::int64_t& microseconds) {
    const bool overflow = __builtin_mul_overflow(days, microseconds_per_day, &microseconds);
    return overflow ? decode_error::out_of_range : decode_error::none;
}

/// A date alone is its midnight: SQLite hands dates over as text.
decode_error timestamp_of_text(std::string_view text, std::int64_t& microseconds) {
    std::int32_t days = 0;
    if (text_format::parse_date(text, days) == decode_error::none) {
        return midnight_of(days, microseconds);
    }
    return text_format::parse_timestamp(text, microseconds);
}

decode_error copy_sixteen(std::span<const std::byte> from, std::byte* to) {
    if (from.size() != 16) {
        return decode_error::malformed;
    }
    std::memcpy(to, from.data(), 16);
    return decode_error::none;
}

}  // namespace

namespace other_kinds {

decode_error signed_integer(const value_view& from, std::int64_t& to) {
    switch (from.kind()) {
    case value_kind::boolean: to = from.integer(); return decode_error::none;
    case value_kind::uint64: return signed_of_unsigned(from.unsigned_integer(), to);
    case value_kind::float32:
    case value_kind::float64: return integer_of_float(from.number(), to);
    case value_kind::text: return number_of_text(from.text(), to);
    default: return decode_error::wrong_kind;
    }
}

decode_error unsigned_integer(const value_view& from, std::uint64_t& to) {
    switch (from.kind()) {
    case value_kind::boolean:
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: return unsigned_of_signed(from.integer(), to);
    case value_kind::float32:
    case value_kind::float64: return integer_of_float(from.number(), to);
    case value_kind::text: return unsigned_of_text(from.text(), to);
    default: return decode_error::wrong_kind;
    }
}

decode_error boolean(const value_view& from, bool& to) {
    if (from.kind() == value_kind::boolean) {
        to = from.boolean();
        return decode_error::none;
    }
    if (from.kind() == value_kind::text) {
        return boolean_of_text(from.text(), to);
    }
    std::int64_t zero_or_one = 0;
    const decode_error result = decode::signed_integer(from, 0, 1, zero_or_one);
    to = zero_or_one != 0;
    return result;
}

decode_error floating(const value_view& from, double& to) {
    return number(from, to);
}

decode_error text(const value_view& from, std::string& to) {
    to.clear();
    switch (from.kind()) {
    case value_kind::null: return decode_error::is_null;
    case value_kind::boolean: to = from.boolean() ? "true" : "false"; break;
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: append_integer(to, from.integer()); break;
    case value_kind::uint64: append_integer(to, from.unsigned_integer()); break;
    case value_kind::float32: text_format::append_number(to, static_cast<float>(from.number())); break;
    case value_kind::float64: text_format::append_number(to, from.number()); break;
    case value_kind::text:
    case value_kind::bytes: to.assign(reinterpret_cast<const char*>(from.bytes().data()), from.bytes().size()); break;
    case value_kind::date: text_format::append_date(to, static_cast<std::int32_t>(from.integer())); break;
    case value_kind::timestamp: text_format::append_timestamp(to, from.integer()); break;
    case value_kind::uuid: text_format::append_uuid(to, from.bytes().data()); break;
    }
    return decode_error::none;
}

decode_error timestamp(const value_view& from, std::int64_t& microseconds) {
    switch (from.kind()) {
    case value_kind::date: return midnight_of(from.integer(), microseconds);
    case value_kind::text: return timestamp_of_text(from.text(), microseconds);
    default: return decode_error::wrong_kind;
    }
}

}  // namespace other_kinds

decode_error floating(const value_view& from, float& to) {
    if (from.kind() == value_kind::float32) [[likely]] {
        to = static_cast<float>(from.number());
        return decode_error::none;
    }
    return number(from, to);
}

decode_error bytes(const value_view& from, std::vector<std::byte>& to) {
    if (!from.borrows()) {
        return decode_error::wrong_kind;
    }
    to.assign(from.bytes().begin(), from.bytes().end());
    return decode_error::none;
}

decode_error date(const value_view& from, std::int32_t& days) {
    if (from.kind() == value_kind::date) [[likely]] {
        days = static_cast<std::int32_t>(from.integer());
        return decode_error::none;
    }
    return from.kind() == value_kind::text ? date_of_text(from.text(), days) : decode_error::wrong_kind;
}

decode_error uuid(const value_view& from, std::byte* sixteen_bytes) {
    switch (from.kind()) {
    case value_kind::uuid:
    case value_kind::bytes: return copy_sixteen(from.bytes(), sixteen_bytes);
    case value_kind::text: return text_format::parse_uuid(from.text(), sixteen_bytes);
    default: return decode_error::wrong_kind;
    }
}

}  // namespace aludel::decode
