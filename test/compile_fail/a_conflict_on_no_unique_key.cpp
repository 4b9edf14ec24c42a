// SPDX-License-Identifier: BSL-1.0
// expect: on_conflict<…> must name the primary key or a unique key of the struct
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto policy = aludel::on_conflict<&user::name>.do_nothing();
