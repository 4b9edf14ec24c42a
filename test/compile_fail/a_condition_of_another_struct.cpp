// SPDX-License-Identifier: BSL-1.0
// expect: the condition speaks of another struct than the repository's
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
};

auto parisians(aludel::session& session) {
    return aludel::repository<user>{session}.list(aludel::col<&city::name> == "Paris");
}
