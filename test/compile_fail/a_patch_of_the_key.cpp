// SPDX-License-Identifier: BSL-1.0
// expect: a patch cannot change the primary key; add a new row in its place
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto changes = aludel::patch<user>{}.set<&user::id>(3);
