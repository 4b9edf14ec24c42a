// SPDX-License-Identifier: BSL-1.0
// expect: a member cannot hold the term at its place: numbers go into numbers
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};
struct aged {
    std::string name;
    std::string age;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::col<&user::name>, aludel::col<&user::age>).list<aged>();
}
