// SPDX-License-Identifier: BSL-1.0
// expect: .version is for one integer field that is no optional and no part of the primary key
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    int version = 0;
    int edition = 0;
};
template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").version<&user::version>().version<&user::edition>();

auto described = aludel::table_of<user>;
