// SPDX-License-Identifier: BSL-1.0
// expect: the_sql_text_needs_exactly_one_placeholder_for_each_argument
#include <aludel/aludel.hpp>

struct user {
    std::int64_t id = 0;
    std::string name;
    std::optional<int> age;
    std::optional<std::int64_t> city_id;
};

auto wanted = aludel::raw("{} % {} = 0", aludel::col<&user::age>);
