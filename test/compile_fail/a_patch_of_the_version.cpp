// SPDX-License-Identifier: BSL-1.0
// expect: the version column is not set by hand; every update moves it
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    int version = 0;
};
template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").version<&user::version>();

auto changes = aludel::patch<user>{}.set<&user::version>(3);
