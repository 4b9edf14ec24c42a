// SPDX-License-Identifier: BSL-1.0
// expect: in() takes a query that selects one column
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto wanted(aludel::repository<user>& users) {
    return aludel::col<&user::id>.in(users.select(aludel::col<&user::id>, aludel::col<&user::name>));
}
