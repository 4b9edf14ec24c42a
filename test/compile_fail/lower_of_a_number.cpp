// SPDX-License-Identifier: BSL-1.0
// expect: aludel: lower, upper and length take text
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto term = aludel::lower(aludel::col<&user::age>);
