// SPDX-License-Identifier: BSL-1.0
// expect: patch<T>::set names a member of T
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
};

auto changes = aludel::patch<user>{}.set<&city::name>("Paris");
