// SPDX-License-Identifier: BSL-1.0
// expect: each member of a path must belong to the struct that the one before it names
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
inline constexpr auto aludel::entity<user> = aludel::table("users").column<&user::id, &contact::email>("email");

const aludel::table_description& users = aludel::table_of<user>;
