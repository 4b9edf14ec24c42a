// SPDX-License-Identifier: BSL-1.0
// expect: the range's elements are not objects of the repository's struct
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
};

void load(aludel::session& session, const std::vector<city>& cities) {
    aludel::repository<user>{session}.bulk_insert(cities);
}
