// SPDX-License-Identifier: BSL-1.0
// expect: this member is no foreign key; declare it in entity<T>
#include <aludel/aludel.hpp>

struct city {
    std::int64_t id = 0;
    std::string name;
};
struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int64_t> city_id;
};

void move(aludel::unit_of_work& work, user& who, const city& where) {
    work.link<&user::city_id>(who, where);
}
