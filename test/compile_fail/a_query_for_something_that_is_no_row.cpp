// SPDX-License-Identifier: BSL-1.0
// expect: a mapped struct must be an aggregate
#include <map>

#include <aludel/aludel.hpp>

auto visits(aludel::session& session) {
    return session.query<std::map<int, int>>("select id, visits from users");
}
