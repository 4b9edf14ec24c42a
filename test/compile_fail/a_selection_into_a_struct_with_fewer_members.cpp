// SPDX-License-Identifier: BSL-1.0
// expect: rows are asked for as needs one member for each selected term
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};
struct named {
    std::string name;
};

auto list(aludel::repository<user>& users) {
    return users.select(aludel::col<&user::name>, aludel::col<&user::age>).list<named>();
}
