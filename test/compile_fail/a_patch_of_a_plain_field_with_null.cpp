// SPDX-License-Identifier: BSL-1.0
// expect: the field is not an optional, so it cannot be set to NULL
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto changes = aludel::patch<user>{}.set<&user::name>(std::nullopt);
