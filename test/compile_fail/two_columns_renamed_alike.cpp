// SPDX-License-Identifier: BSL-1.0
// expect: two columns of this struct have the same name; rename one with
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
inline constexpr auto aludel::entity<user> = aludel::table("users").column<&user::city_id>("id");

const aludel::table_description& users = aludel::table_of<user>;
