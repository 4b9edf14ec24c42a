// SPDX-License-Identifier: BSL-1.0
// expect: the condition speaks of another struct than the repository's; join it first
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

auto list(aludel::session& session) {
    return aludel::from<user>(session).where(aludel::col<&user::city_id> == aludel::col<&city::id>).list();
}
