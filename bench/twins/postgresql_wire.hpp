// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include <aludel/types/timestamp.hpp>

/// Fields in PostgreSQL's binary format: as COPY and arrays hold them (int32 length or -1 for NULL, then the bytes),
/// and as results do.
namespace bench::postgresql {

template <class Integer>
Integer in_network_order(Integer number) noexcept {
    static_assert(std::endian::native == std::endian::little);
    if constexpr (sizeof(Integer) == 8) {
        return static_cast<Integer>(__builtin_bswap64(static_cast<std::uint64_t>(number)));
    } else if constexpr (sizeof(Integer) == 4) {
        return static_cast<Integer>(__builtin_bswap32(static_cast<std::uint32_t>(number)));
    } else {
        return static_cast<Integer>(__builtin_bswap16(static_cast<std::uint16_t>(number)));
    }
}

template <class Integer>
char* put(char* to, Integer number) noexcept {
    number = in_network_order(number);
    std::memcpy(to, &number, sizeof number);
    return to + sizeof number;
}

template <class Integer>
Integer get(const char* from) noexcept {
    Integer number;
    std::memcpy(&number, from, sizeof number);
    return in_network_order(number);
}

inline constexpr std::int64_t microseconds_from_1970_to_2000 = 946'684'800'000'000;

/// One type of field: `type` and `array_type` are OIDs, `room` the bytes of a value with its length.
template <class Field>
struct wire;

template <class Integer, unsigned Type, unsigned Array_type>
struct integer_wire {
    static constexpr unsigned type = Type;
    static constexpr unsigned array_type = Array_type;
    static std::size_t room(Integer) noexcept { return 4 + sizeof(Integer); }
    static char* write(char* to, Integer value) noexcept {
        return put(put(to, static_cast<std::int32_t>(sizeof(Integer))), value);
    }
    static void read(Integer& field, const char* from, std::size_t) noexcept { field = get<Integer>(from); }
};
template <>
struct wire<std::int32_t> : integer_wire<std::int32_t, 23, 1007> {};
template <>
struct wire<std::int64_t> : integer_wire<std::int64_t, 20, 1016> {};

template <>
struct wire<double> {
    static constexpr unsigned type = 701;
    static constexpr unsigned array_type = 1022;
    static std::size_t room(double) noexcept { return 12; }
    static char* write(char* to, double value) noexcept {
        return wire<std::int64_t>::write(to, std::bit_cast<std::int64_t>(value));
    }
    static void read(double& field, const char* from, std::size_t) noexcept {
        field = std::bit_cast<double>(get<std::int64_t>(from));
    }
};

template <>
struct wire<bool> {
    static constexpr unsigned type = 16;
    static constexpr unsigned array_type = 1000;
    static std::size_t room(bool) noexcept { return 5; }
    static char* write(char* to, bool value) noexcept {
        to = put(to, std::int32_t{1});
        *to = static_cast<char>(value);
        return to + 1;
    }
    static void read(bool& field, const char* from, std::size_t) noexcept { field = *from != 0; }
};

template <>
struct wire<aludel::timestamp> {
    static constexpr unsigned type = 1184;  // timestamptz
    static constexpr unsigned array_type = 1185;
    static std::size_t room(aludel::timestamp) noexcept { return 12; }
    static char* write(char* to, aludel::timestamp value) noexcept {
        return wire<std::int64_t>::write(to, value.time_since_epoch().count() - microseconds_from_1970_to_2000);
    }
    static void read(aludel::timestamp& field, const char* from, std::size_t) noexcept {
        field = aludel::timestamp{std::chrono::microseconds{get<std::int64_t>(from) + microseconds_from_1970_to_2000}};
    }
};

template <>
struct wire<std::string> {
    static constexpr unsigned type = 25;
    static constexpr unsigned array_type = 1009;
    static std::size_t room(const std::string& value) noexcept { return 4 + value.size(); }
    static char* write(char* to, const std::string& value) noexcept {
        to = put(to, static_cast<std::int32_t>(value.size()));
        std::memcpy(to, value.data(), value.size());
        return to + value.size();
    }
    static void read(std::string& field, const char* from, std::size_t size) { field.assign(from, size); }
};

template <class Field>
struct wire<std::optional<Field>> {
    static constexpr unsigned type = wire<Field>::type;
    static constexpr unsigned array_type = wire<Field>::array_type;
    static std::size_t room(const std::optional<Field>& value) noexcept {
        return value ? wire<Field>::room(*value) : 4;
    }
    static char* write(char* to, const std::optional<Field>& value) noexcept {
        return value ? wire<Field>::write(to, *value) : put(to, std::int32_t{-1});
    }
    static void read(std::optional<Field>& field, const char* from, std::size_t size) {
        if (!field) {
            field.emplace();
        }
        wire<Field>::read(*field, from, size);
    }
};

template <class Field>
inline constexpr bool is_optional = false;
template <class Field>
inline constexpr bool is_optional<std::optional<Field>> = true;

template <class Field>
bool is_null(const Field& field) noexcept {
    if constexpr (is_optional<Field>) {
        return !field.has_value();
    } else {
        return false;
    }
}

}  // namespace bench::postgresql
