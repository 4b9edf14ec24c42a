// SPDX-License-Identifier: BSL-1.0
// expect: aludel: select names a column of another struct than the query's
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::col<&city::name>).list();
}
