// SPDX-License-Identifier: BSL-1.0
// expect: aludel: a patch cannot change the primary key; add a new row in its place
#include <aludel/repository/repository.hpp>

struct user {
    std::int64_t id = 0;
    std::int64_t age = 0;
};

void update(aludel::repository<user>& users) {
    users.update_where(aludel::col<&user::age> == 1, aludel::set(aludel::col<&user::id>, 2));
}
