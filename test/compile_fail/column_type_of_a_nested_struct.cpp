// SPDX-License-Identifier: BSL-1.0
// expect: this member is a nested struct of several columns; give the path to one of them
#include <cstdint>
#include <string>

#include <aludel/model/reflect.hpp>

struct contact {
    std::string email;
    std::string phone;
};
struct user {
    std::int64_t id = 0;
    contact home;
    aludel::unmapped<int> visits;
};

template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").column_type<&user::home>("jsonb");

const aludel::table_description& users = aludel::table_of<user>;
