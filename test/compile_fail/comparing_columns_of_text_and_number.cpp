// SPDX-License-Identifier: BSL-1.0
// expect: columns of these two types cannot be compared
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto wanted = aludel::col<&user::name> == aludel::col<&user::id>;
