// SPDX-License-Identifier: BSL-1.0
// expect: restore() and purge() are for structs with a member of type aludel::soft_delete; elsewhere remove() deletes
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

bool is_back(aludel::repository<user>& users) {
    return users.restore(3);
}
