// SPDX-License-Identifier: BSL-1.0
// expect: a foreign key begins with members of the struct it is declared for
#include <cstdint>

#include <aludel/model/reflect.hpp>

struct city {
    std::int64_t id = 0;
    std::int64_t number = 0;
};
struct user {
    std::int64_t id = 0;
    std::int64_t city_id = 0;
};

template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").foreign_key<&city::number, &city::id>();

const aludel::table_description& users = aludel::table_of<user>;
