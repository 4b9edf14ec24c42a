// SPDX-License-Identifier: BSL-1.0
// expect: an update sets at least one column: set(col<&T::member>, value)
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto change(aludel::repository<user>& users) {
    return users.update_where(aludel::col<&user::name> == "Ann");
}
