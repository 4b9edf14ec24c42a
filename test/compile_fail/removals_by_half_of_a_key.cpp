// SPDX-License-Identifier: BSL-1.0
// expect: a key takes as many values as entity<T> has key columns, in their order
#include <aludel/aludel.hpp>

struct membership {
    std::int64_t user_id = 0;
    std::int64_t group_id = 0;
    std::string role;
};

template <>
inline constexpr auto aludel::entity<membership> =
    aludel::table("memberships").primary_key<&membership::user_id, &membership::group_id>();

auto removed(aludel::session& session) {
    return aludel::repository<membership>{session}.remove_many(std::vector{1, 2, 3});
}
