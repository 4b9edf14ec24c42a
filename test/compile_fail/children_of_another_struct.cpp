// SPDX-License-Identifier: BSL-1.0
// expect: the foreign key refers to another struct than the objects that are given
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

template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").foreign_key<&user::city_id, &city::id>();

auto load(aludel::session& session, const std::vector<user>& users) {
    return aludel::load_children<&user::city_id>(session, users);
}
