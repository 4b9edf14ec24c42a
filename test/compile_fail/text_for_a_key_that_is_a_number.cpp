// SPDX-License-Identifier: BSL-1.0
// expect: a value of this type cannot be compared with the column: text goes with text
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
};

auto first(aludel::session& session) {
    return aludel::repository<user>{session}.get("one");
}
