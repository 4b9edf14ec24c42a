// SPDX-License-Identifier: BSL-1.0
// expect: ask for std::tuple<bool>
#include <aludel/aludel.hpp>

auto flags(aludel::session& session) {
    return session.query<bool>("select is_active from users");
}
