// SPDX-License-Identifier: BSL-1.0
// expect: united selections need as many terms, of the same kinds
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::col<&user::name>).union_all(users.select(aludel::col<&user::age>)).list();
}
