// SPDX-License-Identifier: BSL-1.0
#include "data_text.hpp"

#include <charconv>
#include <limits>

#include <aludel/model/decode.hpp>
#include <aludel/model/text_format.hpp>

namespace aludel::migrate {
namespace {

template <class Number>
decode_error read_number(std::string_view text, Number& number) {
    const char* const end = text.data() + text.size();
    const std::from_chars_result read = std::from_chars(text.data(), end, number);
    if (read.ec == std::errc::result_out_of_range) {
        return decode_error::out_of_range;
    }
    return read.ec == std::errc{} && read.ptr == end ? decode_error::none : decode_error::malformed;
}

decode_error read_integer(value_kind kind, std::string_view text, value_view& to) {
    std::int64_t number = 0;
    const decode_error wrong = read_number(text, number);
    switch (kind) {
    case value_kind::int16: to = value_view::of_int16(number); break;
    case value_kind::int32: to = value_view::of_int32(number); break;
    default: to = value_view::of_int64(number); return wrong;
    }
    const bool is_short = kind == value_kind::int16;
    const std::int64_t greatest =
        is_short ? std::numeric_limits<std::int16_t>::max() : std::numeric_limits<std::int32_t>::max();
    const bool fits = number <= greatest && number >= -greatest - 1;
    return wrong == decode_error::none && !fits ? decode_error::out_of_range : wrong;
}

decode_error read_boolean(std::string_view text, value_view& to) {
    const bool is_true = text == "true" || text == "t" || text == "1";
    to = value_view::of_boolean(is_true);
    return is_true || text == "false" || text == "f" || text == "0" ? decode_error::none : decode_error::malformed;
}

/// A number beyond the range, and one that is too small to differ from zero, are out of range to from_chars.
template <class Number>
decode_error read_floating(std::string_view text, Number& number) {
    if (text == "NaN") {
        number = std::numeric_limits<Number>::quiet_NaN();
    } else if (text == "Infinity" || text == "-Infinity") {
        const Number infinity = std::numeric_limits<Number>::infinity();
        number = text.front() == '-' ? -infinity : infinity;
    } else {
        return read_number(text, number);
    }
    return decode_error::none;
}

int digit_of(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

decode_error read_bytes(const file_value& from, value_view& to) {
    if (from.size % 2 != 0) {
        return decode_error::malformed;
    }
    for (std::size_t i = 0; i < from.size / 2; ++i) {
        const int high = digit_of(from.begin[2 * i]);
        const int low = digit_of(from.begin[2 * i + 1]);
        if (high < 0 || low < 0) {
            return decode_error::malformed;
        }
        from.begin[i] = static_cast<char>(high * 16 + low);
    }
    to = value_view::of_bytes(std::as_bytes(std::span{from.begin, from.size / 2}));
    return decode_error::none;
}

decode_error append_integer(std::string& text, const value_view& from) {
    std::int64_t number = 0;
    const decode_error wrong = decode::signed_integer(from, std::numeric_limits<std::int64_t>::min(),
                                                      std::numeric_limits<std::int64_t>::max(), number);
    char digits[24];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    return wrong;
}

decode_error append_unsigned(std::string& text, const value_view& from) {
    std::uint64_t number = 0;
    const decode_error wrong = decode::unsigned_integer(from, std::numeric_limits<std::uint64_t>::max(), number);
    char digits[24];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    return wrong;
}

template <class Number>
decode_error append_floating(std::string& text, const value_view& from) {
    Number number = 0;
    const decode_error wrong = decode::floating(from, number);
    text_format::append_number(text, number);
    return wrong;
}

decode_error append_bytes(std::string& text, const value_view& from) {
    if (!from.borrows()) {
        return decode_error::wrong_kind;
    }
    for (const std::byte each : from.bytes()) {
        text += "0123456789abcdef"[std::to_integer<unsigned>(each) >> 4];
        text += "0123456789abcdef"[std::to_integer<unsigned>(each) & 15u];
    }
    return decode_error::none;
}

decode_error append_text(std::string& text, const value_view& from) {
    if (from.kind() == value_kind::text || from.kind() == value_kind::bytes) {
        text.append(reinterpret_cast<const char*>(from.bytes().data()), from.bytes().size());
        return decode_error::none;
    }
    std::string decoded;
    const decode_error wrong = decode::text(from, decoded);
    text += decoded;
    return wrong;
}

decode_error append_date(std::string& text, const value_view& from) {
    std::int32_t days = 0;
    const decode_error wrong = decode::date(from, days);
    text_format::append_date(text, days);
    return wrong;
}

decode_error append_timestamp(std::string& text, const value_view& from) {
    std::int64_t microseconds = 0;
    const decode_error wrong = decode::timestamp(from, microseconds);
    text_format::append_timestamp(text, microseconds);
    return wrong;
}

decode_error append_uuid(std::string& text, const value_view& from) {
    std::byte sixteen[16]{};
    const decode_error wrong = decode::uuid(from, sixteen);
    text_format::append_uuid(text, sixteen);
    return wrong;
}

}  // namespace

bool is_bare(value_kind kind) noexcept {
    return kind >= value_kind::boolean && kind <= value_kind::float64;
}

decode_error read_value(value_kind kind, const file_value& from, value_room& room, value_view& to) {
    decode_error wrong = decode_error::none;
    switch (kind) {
    case value_kind::boolean: return read_boolean(from.text(), to);
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: return read_integer(kind, from.text(), to);
    case value_kind::uint64: {
        std::uint64_t number = 0;
        wrong = read_number(from.text(), number);
        to = value_view::of_uint64(number);
        return wrong;
    }
    case value_kind::float32: {
        float number = 0;
        wrong = read_floating(from.text(), number);
        to = value_view::of_float32(number);
        return wrong;
    }
    case value_kind::float64: {
        double number = 0;
        wrong = read_floating(from.text(), number);
        to = value_view::of_float64(number);
        return wrong;
    }
    case value_kind::bytes: return read_bytes(from, to);
    case value_kind::date: {
        std::int32_t days = 0;
        wrong = text_format::parse_date(from.text(), days);
        to = value_view::of_date(days);
        return wrong;
    }
    case value_kind::timestamp: {
        std::int64_t microseconds = 0;
        wrong = text_format::parse_timestamp(from.text(), microseconds);
        to = value_view::of_timestamp(microseconds);
        return wrong;
    }
    case value_kind::uuid:
        wrong = text_format::parse_uuid(from.text(), room.uuid);
        to = value_view::of_uuid(room.uuid);
        return wrong;
    case value_kind::null:
    case value_kind::text: break;
    }
    to = value_view::of_text(from.text());
    return decode_error::none;
}

decode_error append_value(std::string& text, value_kind kind, const value_view& from) {
    switch (kind) {
    case value_kind::boolean: {
        bool is_true = false;
        const decode_error wrong = decode::boolean(from, is_true);
        text += is_true ? "true" : "false";
        return wrong;
    }
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: return append_integer(text, from);
    case value_kind::uint64: return append_unsigned(text, from);
    case value_kind::float32: return append_floating<float>(text, from);
    case value_kind::float64: return append_floating<double>(text, from);
    case value_kind::bytes: return append_bytes(text, from);
    case value_kind::date: return append_date(text, from);
    case value_kind::timestamp: return append_timestamp(text, from);
    case value_kind::uuid: return append_uuid(text, from);
    case value_kind::null:
    case value_kind::text: break;
    }
    return append_text(text, from);
}

}  // namespace aludel::migrate
