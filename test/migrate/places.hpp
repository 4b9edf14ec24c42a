// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

/// Two tables as a program has them before and after it was changed, with a column of each kind of value.
namespace migrating {

enum class size_of_place { village, city };

namespace before {

struct place {
    std::int64_t id{};
    std::string name;
    std::optional<std::int32_t> people;
};

struct street {
    std::int64_t id{};
    std::int64_t place_id{};
    std::string name;
};

}  // namespace before

namespace after {

struct place {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> country;
    bool by_the_sea = false;
    std::uint64_t visitors = 0;
    double height = 0;
    float warmth = 0;
    std::vector<std::byte> flag;
    aludel::uuid code{};
    std::chrono::year_month_day founded{std::chrono::sys_days{}};
    aludel::timestamp changed{};
    size_of_place size = size_of_place::village;
};

struct street {
    std::int64_t id{};
    std::int64_t place_id{};
    std::string name;
};

/// Refers to itself.
struct worker {
    std::int64_t id{};
    std::optional<std::int64_t> chief;
};

}  // namespace after

}  // namespace migrating

template <>
inline constexpr std::array aludel::enum_text<migrating::size_of_place> = {
    aludel::enum_name{migrating::size_of_place::village, "village"},
    aludel::enum_name{migrating::size_of_place::city, "city"}};

template <>
inline constexpr auto aludel::entity<migrating::before::place> = aludel::table("cli_place");
template <>
inline constexpr auto aludel::entity<migrating::before::street> =
    aludel::table("cli_street").foreign_key<&migrating::before::street::place_id, &migrating::before::place::id>();
template <>
inline constexpr auto aludel::entity<migrating::after::place> =
    aludel::table("cli_place").default_value<&migrating::after::place::country>("'Norway'");
template <>
inline constexpr auto aludel::entity<migrating::after::worker> =
    aludel::table("cli_worker").foreign_key<&migrating::after::worker::chief, &migrating::after::worker::id>();
template <>
inline constexpr auto aludel::entity<migrating::after::street> =
    aludel::table("cli_street").foreign_key<&migrating::after::street::place_id, &migrating::after::place::id>();
