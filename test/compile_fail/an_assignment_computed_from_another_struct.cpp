// SPDX-License-Identifier: BSL-1.0
// expect: the term names a column of another struct
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

auto change = aludel::set(aludel::col<&user::city_id>, aludel::col<&city::id>);
