// SPDX-License-Identifier: BSL-1.0
// expect: entity<T> names a member of another struct
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
inline constexpr auto aludel::entity<user> = aludel::table("users").unique<&user::city_id, &city::number>();

const aludel::table_description& users = aludel::table_of<user>;
