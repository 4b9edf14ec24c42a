// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <boost/pfr.hpp>

#include <aludel/types/timestamp.hpp>

/// What can be said of a row of any shape: its digest, and a row that differs from it in every column.
namespace bench {

/// Scatters the bits of a number over 64 (the finaliser of SplitMix64).
constexpr std::uint64_t mixed_bits(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

namespace detail {

inline std::uint64_t bits_of(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}
inline std::uint64_t bits_of(std::int32_t value) {
    return static_cast<std::uint64_t>(value);
}
inline std::uint64_t bits_of(bool value) {
    return value ? 1 : 0;
}
inline std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value);
}
inline std::uint64_t bits_of(aludel::timestamp value) {
    return static_cast<std::uint64_t>(value.time_since_epoch().count());
}
inline std::uint64_t bits_of(std::string_view value) {
    std::uint64_t bits = value.size();
    for (; value.size() >= sizeof bits; value.remove_prefix(sizeof bits)) {
        std::uint64_t piece = 0;
        std::memcpy(&piece, value.data(), sizeof piece);
        bits = std::rotl((bits ^ piece) * 0x9fb21c651e98df25, 29);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, value.data(), value.size());
    return (bits ^ rest) * 0x9fb21c651e98df25;
}
template <class T>
std::uint64_t bits_of(const std::optional<T>& value) {
    return value ? bits_of(*value) + 1 : 0x6e756c6c;
}

inline void change(std::int64_t& value) {
    ++value;
}
inline void change(std::int32_t& value) {
    ++value;
}
inline void change(bool& value) {
    value = !value;
}
inline void change(double& value) {
    value += 1;
}
inline void change(aludel::timestamp& value) {
    value += std::chrono::seconds{1};
}
inline void change(std::string& value) {
    value += '*';
}
template <class T>
void change(std::optional<T>& value) {
    if (!value) {
        value.emplace();
    }
    change(*value);
}

}  // namespace detail

/// A number that depends on every bit of every field.
template <class Row>
std::uint64_t digest(const Row& row) {
    std::uint64_t sum = 0;
    boost::pfr::for_each_field(row, [&](const auto& field) { sum = mixed_bits(sum ^ detail::bits_of(field)); });
    return sum;
}

/// The row with another value in every column but the key. What is NULL gets a value.
template <class Row>
Row changed(Row row) {
    const std::int64_t key = row.id;
    boost::pfr::for_each_field(row, [](auto& field) { detail::change(field); });
    row.id = key;
    return row;
}

template <class Row>
Row without_key(Row row) {
    row.id = 0;
    return row;
}

/// How many rows there are, and the sum of their digests: the same in any order.
struct checksum {
    std::uint64_t rows = 0;
    std::uint64_t digests = 0;

    template <class Row>
    void add(const Row& row) {
        ++rows;
        digests += digest(row);
    }
    template <class Row>
    void take_away(const Row& row) {
        --rows;
        digests -= digest(row);
    }
    bool operator==(const checksum&) const = default;
};

template <class Range>
checksum checksum_of(const Range& rows) {
    checksum sum;
    for (const auto& row : rows) {
        sum.add(row);
    }
    return sum;
}

}  // namespace bench
