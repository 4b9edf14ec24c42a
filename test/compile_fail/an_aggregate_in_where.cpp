// SPDX-License-Identifier: BSL-1.0
// expect: where() looks at single rows, which have no aggregates; put the condition into having()
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::count()).where(aludel::count() > 3).list();
}
