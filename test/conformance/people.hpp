// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <aludel/aludel.hpp>

#include "database.hpp"

/// The structs that several files of tests use.
namespace people {

struct city {
    std::int64_t id{};
    std::string name;
};

struct person {
    std::int64_t id{};
    std::string name;
    std::string email;
    std::optional<std::int32_t> age;
    std::optional<std::int64_t> city_id;
    bool operator==(const person&) const = default;
};

}  // namespace people

template <>
inline constexpr auto aludel::entity<people::city> = aludel::table("people_cities").unique<&people::city::name>();

template <>
inline constexpr auto aludel::entity<people::person> =
    aludel::table("people")
        .unique<&people::person::email>()
        .check("age_is_no_debt", "age >= 0")
        .foreign_key<&people::person::city_id, &people::city::id>(aludel::on_delete::set_null);

namespace people {

/// A person with the email that goes with the name.
inline person called(std::string_view name, std::optional<std::int32_t> age = {}) {
    return {0, std::string{name}, std::string{name} + "@example.com", age, {}};
}

inline std::vector<std::string> names_of(const std::vector<person>& listed) {
    std::vector<std::string> names;
    for (const person& each : listed) {
        names.push_back(each.name);
    }
    return names;
}

using names = std::vector<std::string>;

/// A session, and empty tables of cities and people.
class with_people : public testing::Test {
protected:
    aludel::session session = conformance::session_with<city, person>();
    aludel::repository<city> cities{session};
    aludel::repository<person> persons{session};
};

}  // namespace people
