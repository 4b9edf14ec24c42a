// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <concepts>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <aludel/error.hpp>
#include <aludel/model/decode.hpp>
#include <aludel/model/enum_text.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/model/value_view.hpp>

namespace aludel {

/// How a field becomes one SQL value, and back: the one customisation point for field types. Specialise it, usually
/// by `codec_via`. A full specialisation has
///     static constexpr value_kind kind;
///     static value_view encode(const Field&, scratch&);            // may borrow from both
///     static decode_error decode(const value_view&, Field&);       // never sees NULL
/// and may have `max_length` (characters of the longest text).
/// They run while statements do: a codec cannot use the session that its object comes from or goes to.
template <class Field>
struct field_codec;

/// Base of a codec for a type that is stored as another supported type. Derive, and add
///     static Stored to_stored(const Field&);
///     static Field from_stored(Stored);
template <class Stored>
struct codec_via {
    using stored_type = Stored;
};

/// Whether `Field` becomes one column.
template <class Field>
concept has_codec = requires {
    sizeof(field_codec<Field>);
};

/// An integer type that maps to a column: every width, but neither bool nor a character type.
template <class T>
concept stored_integer =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// The narrowest kind that holds every value of the integer type.
template <stored_integer Integer>
inline constexpr value_kind integer_kind = std::unsigned_integral<Integer>
                                               ? (sizeof(Integer) == 8   ? value_kind::uint64
                                                  : sizeof(Integer) == 4 ? value_kind::int64
                                                  : sizeof(Integer) == 2 ? value_kind::int32
                                                                         : value_kind::int16)
                                               : (sizeof(Integer) == 8   ? value_kind::int64
                                                  : sizeof(Integer) == 4 ? value_kind::int32
                                                                         : value_kind::int16);

template <stored_integer Integer>
struct field_codec<Integer> {
    static constexpr value_kind kind = integer_kind<Integer>;
    static value_view encode(const Integer& field, scratch&) noexcept {
        if constexpr (kind == value_kind::uint64) {
            return value_view::of_uint64(field);
        } else if constexpr (kind == value_kind::int64) {
            return value_view::of_int64(field);
        } else if constexpr (kind == value_kind::int32) {
            return value_view::of_int32(field);
        } else {
            return value_view::of_int16(field);
        }
    }
    static decode_error decode(const value_view& from, Integer& field) {
        using limits = std::numeric_limits<Integer>;
        std::conditional_t<kind == value_kind::uint64, std::uint64_t, std::int64_t> wide{};
        decode_error result{};
        if constexpr (kind == value_kind::uint64) {
            result = decode::unsigned_integer(from, limits::max(), wide);
        } else {
            result = decode::signed_integer(from, limits::min(), limits::max(), wide);
        }
        field = static_cast<Integer>(wide);
        return result;
    }
};

template <>
struct field_codec<bool> {
    static constexpr value_kind kind = value_kind::boolean;
    static value_view encode(const bool& field, scratch&) noexcept { return value_view::of_boolean(field); }
    static decode_error decode(const value_view& from, bool& field) { return decode::boolean(from, field); }
};

template <>
struct field_codec<float> {
    static constexpr value_kind kind = value_kind::float32;
    static value_view encode(const float& field, scratch&) noexcept { return value_view::of_float32(field); }
    static decode_error decode(const value_view& from, float& field) { return decode::floating(from, field); }
};

template <>
struct field_codec<double> {
    static constexpr value_kind kind = value_kind::float64;
    static value_view encode(const double& field, scratch&) noexcept { return value_view::of_float64(field); }
    static decode_error decode(const value_view& from, double& field) { return decode::floating(from, field); }
};

template <>
struct field_codec<std::string> {
    static constexpr value_kind kind = value_kind::text;
    static value_view encode(const std::string& field, scratch&) noexcept {
        __builtin_prefetch(field.data());  // read when the row's batch is full, behind those of its other rows
        return value_view::of_text(field);
    }
    static decode_error decode(const value_view& from, std::string& field) { return decode::text(from, field); }
};

template <>
struct field_codec<std::vector<std::byte>> {
    static constexpr value_kind kind = value_kind::bytes;
    static value_view encode(const std::vector<std::byte>& field, scratch&) noexcept {
        return value_view::of_bytes(field);
    }
    static decode_error decode(const value_view& from, std::vector<std::byte>& field) {
        return decode::bytes(from, field);
    }
};

/// A day of the calendar. Encoding a date that does not exist, such as 2023-02-29, throws mapping_error.
template <>
struct field_codec<std::chrono::year_month_day> {
    static constexpr value_kind kind = value_kind::date;
    static value_view encode(const std::chrono::year_month_day& field, scratch&);
    static decode_error decode(const value_view& from, std::chrono::year_month_day& field);
};

namespace detail {

/// Throws mapping_error: a field's point in time is beyond what 64 bits of microseconds hold.
[[noreturn]] void throw_time_out_of_range();

/// Rounds to the other duration; false if it cannot hold the result, as nanoseconds cannot hold the year 9999.
template <class To, class From>
constexpr bool rounded_down(const From& from, To& to) {
    if constexpr (std::is_integral_v<typename From::rep> && std::is_integral_v<typename To::rep>) {
        using factor = std::ratio_divide<typename From::period, typename To::period>;
        std::int64_t scaled = 0;
        if (__builtin_mul_overflow(from.count(), factor::num, &scaled)) {
            return false;
        }
        const std::int64_t quotient = scaled / factor::den - (scaled % factor::den < 0 ? 1 : 0);
        to = To{static_cast<typename To::rep>(quotient)};
        return std::in_range<typename To::rep>(quotient);
    } else {
        to = std::chrono::floor<To>(from);
        return true;
    }
}

}  // namespace detail

/// A point in time, UTC, stored to the microsecond; finer clocks are rounded down.
template <class Duration>
struct field_codec<std::chrono::sys_time<Duration>> {
    static constexpr value_kind kind = value_kind::timestamp;
    static value_view encode(const std::chrono::sys_time<Duration>& field, scratch&) {
        std::chrono::duration<std::int64_t, std::micro> time{};
        if (!detail::rounded_down(field.time_since_epoch(), time)) {
            detail::throw_time_out_of_range();
        }
        return value_view::of_timestamp(time.count());
    }
    static decode_error decode(const value_view& from, std::chrono::sys_time<Duration>& field) {
        std::int64_t microseconds = 0;
        if (const decode_error wrong = decode::timestamp(from, microseconds); wrong != decode_error::none) {
            return wrong;
        }
        Duration time{};
        if (!detail::rounded_down(std::chrono::duration<std::int64_t, std::micro>{microseconds}, time)) {
            return decode_error::out_of_range;
        }
        field = std::chrono::sys_time<Duration>{time};
        return decode_error::none;
    }
};

/// An enum: its text when `enum_text<Enum>` lists the names, its number otherwise.
template <class Enum>
    requires(std::is_enum_v<Enum> && (has_enum_text<Enum> || has_codec<std::underlying_type_t<Enum>>))
struct field_codec<Enum> {
    using number = std::underlying_type_t<Enum>;
    static constexpr bool has_names = has_enum_text<Enum>;
    static constexpr value_kind kind = [] {
        if constexpr (has_names) {
            return value_kind::text;
        } else {
            return field_codec<number>::kind;
        }
    }();
    static constexpr std::uint32_t max_length = longest_enum_text<Enum>();

    static value_view encode(const Enum& field, scratch& temporaries) {
        if constexpr (has_names) {
            return value_view::of_text(text_of_enum(enum_text<Enum>, field));
        } else {
            return field_codec<number>::encode(static_cast<number>(field), temporaries);
        }
    }
    static decode_error decode(const value_view& from, Enum& field) {
        if constexpr (has_names) {
            return enum_of_text(enum_text<Enum>, from, field);
        } else {
            number stored{};
            const decode_error result = field_codec<number>::decode(from, stored);
            field = static_cast<Enum>(stored);
            return result;
        }
    }
};

namespace detail {

template <class Field>
struct without_optional {
    using type = Field;
};
template <class Field>
struct without_optional<std::optional<Field>> {
    using type = Field;
};
template <class Field>
using without_optional_t = typename without_optional<Field>::type;

template <class Field>
inline constexpr bool is_optional = !std::is_same_v<Field, without_optional_t<Field>>;

template <class Field>
constexpr std::uint32_t max_length_of();

/// Codecs by `codec_via` and full codecs behind one face, without NULL.
template <class Field>
struct codec_of : field_codec<Field> {};
template <class Field>
    requires requires {
        typename field_codec<Field>::stored_type;
    }
struct codec_of<Field> {
    using user_codec = field_codec<Field>;
    using stored = typename user_codec::stored_type;
    static constexpr value_kind kind = codec_of<stored>::kind;
    static constexpr std::uint32_t max_length = [] {
        if constexpr (requires { user_codec::max_length; }) {
            return std::uint32_t{user_codec::max_length};
        } else {
            return max_length_of<stored>();
        }
    }();
    static value_view encode(const Field& field, scratch& temporaries) {
        const stored temporary = user_codec::to_stored(field);
        return temporaries.keep(codec_of<stored>::encode(temporary, temporaries));
    }
    static decode_error decode(const value_view& from, Field& field) {
        stored temporary{};
        const decode_error result = codec_of<stored>::decode(from, temporary);
        if (result == decode_error::none) {
            field = user_codec::from_stored(std::move(temporary));
        }
        return result;
    }
};

template <class Field>
constexpr std::uint32_t max_length_of() {
    if constexpr (requires { codec_of<Field>::max_length; }) {
        return codec_of<Field>::max_length;
    } else {
        return 0;
    }
}

/// A field as one value, NULL for an empty optional.
template <class Field>
value_view encode_field(const Field& field, scratch& temporaries) {
    if constexpr (is_optional<Field>) {
        using inner = codec_of<without_optional_t<Field>>;
        return field ? inner::encode(*field, temporaries) : value_view::null_of(inner::kind);
    } else {
        return codec_of<Field>::encode(field, temporaries);
    }
}

template <class Field>
inline decode_error decode_field(const value_view& from, Field& field) {
    if constexpr (is_optional<Field>) {
        if (from.is_null()) {
            field.reset();
            return decode_error::none;
        }
        return codec_of<without_optional_t<Field>>::decode(from, field ? *field : field.emplace());
    } else {
        return from.is_null() ? decode_error::is_null : codec_of<Field>::decode(from, field);
    }
}

}  // namespace detail
}  // namespace aludel
