// SPDX-License-Identifier: BSL-1.0
// expect: a value of this type cannot be compared with the column: text goes with text
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::optional<int> age;
};

auto wanted = aludel::col<&user::age>.in({"three", "four"});
