// SPDX-License-Identifier: BSL-1.0
// expect: aludel: order_by names a column of another struct than the repository's
#include <aludel/repository/repository.hpp>

struct city {
    std::int64_t id = 0;
};
struct user {
    std::int64_t id = 0;
};

void list(aludel::repository<user>& users) {
    (void)users.list(aludel::order_by(aludel::col<&city::id>.asc()));
}
