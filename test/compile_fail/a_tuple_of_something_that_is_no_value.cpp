// SPDX-License-Identifier: BSL-1.0
// expect: a row becomes a mapped struct, a std::tuple of field types, or one field type
#include <map>
#include <tuple>

#include <aludel/aludel.hpp>

auto visits(aludel::session& session) {
    return session.query<std::tuple<int, std::map<int, int>>>("select id, visits from users");
}
