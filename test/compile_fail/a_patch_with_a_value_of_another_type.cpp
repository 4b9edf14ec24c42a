// SPDX-License-Identifier: BSL-1.0
// expect: a value of this type cannot be stored in the field
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto changes = aludel::patch<user>{}.set<&user::name>(3);
