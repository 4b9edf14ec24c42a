// SPDX-License-Identifier: BSL-1.0
// expect: like, contains, starts_with and ends_with need a column of text
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    int age = 0;
};

auto wanted = aludel::col<&user::age>.contains("3");
