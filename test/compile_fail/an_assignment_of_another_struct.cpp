// SPDX-License-Identifier: BSL-1.0
// expect: the assignment names a column of another struct
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
};

auto rename(aludel::session& session) {
    return aludel::repository<user>{session}.update_where(aludel::col<&user::id> == 1,
                                                          aludel::set(aludel::col<&city::name>, "Paris"));
}
