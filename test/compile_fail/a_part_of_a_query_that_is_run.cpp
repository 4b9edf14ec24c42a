// SPDX-License-Identifier: BSL-1.0
// expect: begin it with from<T>(session) to run it
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto list() {
    return aludel::from<user>().list();
}
