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
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto load(aludel::session& session, const std::vector<city>& cities) {
    return aludel::load_children<&user::city_id>(session, cities);
}
