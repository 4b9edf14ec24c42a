// SPDX-License-Identifier: BSL-1.0
// expect: aludel: default_order names a column of another struct than the filter_set's
#include <aludel/repository/filter_set.hpp>

struct city {
    std::int64_t id = 0;
};
struct user {
    std::int64_t id = 0;
};

void order(aludel::filter_set<user>& filters) {
    filters.default_order(aludel::col<&city::id>.asc());
}
