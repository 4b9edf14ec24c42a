// SPDX-License-Identifier: BSL-1.0
// expect: soft_delete's column is not set by hand; use remove(), restore() or purge()
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    aludel::soft_delete removal;
};

auto changes = aludel::patch<user>{}.set<&user::removal, &aludel::soft_delete::removed_at>(aludel::now());
