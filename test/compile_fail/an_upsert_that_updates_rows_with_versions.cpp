// SPDX-License-Identifier: BSL-1.0
// expect: an upsert cannot tell whether the row is the version that the program has seen
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    int version = 0;
};
template <>
inline constexpr auto aludel::entity<user> = aludel::table("users").version<&user::version>();

auto store(aludel::repository<user>& users, const user& given) {
    return users.upsert(given, aludel::on_conflict<&user::id>.do_update());
}
