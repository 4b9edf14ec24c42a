// SPDX-License-Identifier: BSL-1.0
// expect: foreign_key takes as many members of the struct as of the struct it refers to
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
inline constexpr auto aludel::entity<user> = aludel::table("users").foreign_key<&user::city_id>();

const aludel::table_description& users = aludel::table_of<user>;
