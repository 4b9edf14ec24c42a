// SPDX-License-Identifier: BSL-1.0
// expect: a foreign key's field must have the type of the field it refers to
#include <cstdint>

#include <aludel/model/reflect.hpp>

struct city {
    std::int64_t id = 0;
};
struct user {
    std::int64_t id = 0;
    std::int32_t city_id = 0;
};

template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").foreign_key<&user::city_id, &city::id>();

const aludel::table_description& users = aludel::table_of<user>;
