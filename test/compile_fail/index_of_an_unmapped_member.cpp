// SPDX-License-Identifier: BSL-1.0
// expect: this member has no column
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
inline constexpr auto aludel::entity<user> = aludel::table("users").index<&user::visits>();

const aludel::table_description& users = aludel::table_of<user>;
