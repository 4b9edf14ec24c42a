// SPDX-License-Identifier: BSL-1.0
// expect: aludel: search_in takes fields of text
#include <aludel/repository/filter_set.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

void search(aludel::filter_set<user>& filters) {
    filters.search_in<&user::name, &user::id>();
}
