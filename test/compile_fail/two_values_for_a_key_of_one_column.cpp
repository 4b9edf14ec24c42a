// SPDX-License-Identifier: BSL-1.0
// expect: a key takes as many values as entity<T> has key columns, in their order
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto first(aludel::session& session) {
    return aludel::repository<user>{session}.find(1, 2);
}
