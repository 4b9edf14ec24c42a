// SPDX-License-Identifier: BSL-1.0
// expect: beside an aggregate a column has no single value; name it in group_by()
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::col<&user::city_id>, aludel::avg(aludel::col<&user::age>)).list();
}
