// SPDX-License-Identifier: BSL-1.0
// expect: the query has this struct already; join it under an alias
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list(aludel::session& session) {
    return aludel::from<user>(session).join<user>(aludel::col<&user::id> == aludel::col<&user::id>).list();
}
