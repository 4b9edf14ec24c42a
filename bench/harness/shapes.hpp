// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <aludel/aludel.hpp>

/// The rows that are measured. Every shape has an integer key `id` and its table is named after it; twins go through
/// the fields with boost::pfr, which leaves code as if each field had been written out.
namespace bench {

struct narrow {
    std::int64_t id{};
    std::int64_t amount = 0;
    bool operator==(const narrow&) const = default;
};

/// One body for three tables, which differ in who makes the key.
template <aludel::key made_by>
struct mixed_row {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> note;  // NULL in every third row
    double price = 0;
    std::optional<std::int32_t> quantity;  // NULL in every fifth row
    bool active = false;
    aludel::timestamp changed{};
    bool operator==(const mixed_row&) const = default;
};
using mixed = mixed_row<aludel::key::integer>;
using sequenced = mixed_row<aludel::key::sequence>;  ///< the same rows for a table whose keys a sequence makes
using keyed = mixed_row<aludel::key::given>;         ///< the same rows for a table that makes no keys

struct text {
    std::int64_t id{};
    std::string body;  // 2 KB
    bool operator==(const text&) const = default;
};

/// Sixty columns: the key, and kinds that take turns.
struct wide {
    std::int64_t id{};
    std::int64_t a01 = 0, a02 = 0, a03 = 0, a04 = 0, a05 = 0, a06 = 0, a07 = 0, a08 = 0, a09 = 0, a10 = 0;
    std::int32_t b01 = 0, b02 = 0, b03 = 0, b04 = 0, b05 = 0, b06 = 0, b07 = 0, b08 = 0, b09 = 0, b10 = 0;
    double c01 = 0, c02 = 0, c03 = 0, c04 = 0, c05 = 0, c06 = 0, c07 = 0, c08 = 0, c09 = 0, c10 = 0;
    std::string d01, d02, d03, d04, d05, d06, d07, d08, d09, d10;
    std::optional<std::int64_t> e01, e02, e03, e04, e05, e06, e07, e08, e09, e10;
    bool f01 = false, f02 = false, f03 = false, f04 = false, f05 = false;
    aludel::timestamp g01{}, g02{}, g03{}, g04{};
    bool operator==(const wide&) const = default;
};

/// A record of a Debian package index.
struct package {
    std::int64_t id{};
    std::string name;
    std::string version;
    std::string architecture;
    std::string maintainer;
    std::optional<std::string> section;
    std::optional<std::string> priority;
    std::optional<std::int64_t> installed_size;  // KiB
    std::int64_t size = 0;                       // bytes
    std::optional<std::string> depends;
    std::optional<std::string> homepage;
    std::optional<std::string> sha256;
    std::string description;
    bool operator==(const package&) const = default;
};

}  // namespace bench

template <>
inline constexpr auto aludel::entity<bench::mixed> = aludel::table("mixed");
template <>
inline constexpr auto aludel::entity<bench::sequenced> =
    aludel::table("sequenced").generated<&bench::sequenced::id>(aludel::key::sequence);
template <>
inline constexpr auto
    aludel::entity<bench::keyed> = aludel::table("keyed").generated<&bench::keyed::id>(aludel::key::given);
