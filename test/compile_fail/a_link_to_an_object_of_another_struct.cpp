// SPDX-License-Identifier: BSL-1.0
// expect: the foreign key refers to another struct than the object that is given
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
template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").foreign_key<&user::city_id, &city::id>();

void move(aludel::unit_of_work& work, user& who, const user& where) {
    work.link<&user::city_id>(who, where);
}
