// SPDX-License-Identifier: BSL-1.0
// expect: do_update<…> names members of the struct that on_conflict<…> names
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
};

auto policy = aludel::on_conflict<&user::id>.do_update<&city::name>();
