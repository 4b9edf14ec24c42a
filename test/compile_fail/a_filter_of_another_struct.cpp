// SPDX-License-Identifier: BSL-1.0
// expect: aludel: the filter_set allows a field of another struct than its own
#include <aludel/repository/filter_set.hpp>

struct city {
    std::int64_t id = 0;
};
struct user {
    std::int64_t id = 0;
};

void allow(aludel::filter_set<user>& filters) {
    filters.allow<&city::id>();
}
