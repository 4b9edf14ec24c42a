// SPDX-License-Identifier: BSL-1.0
// expect: two columns of this struct have the same name; rename one with
#include <cstdint>
#include <string>

#include <aludel/model/reflect.hpp>

struct contact {
    std::string email;
};
struct user {
    std::int64_t id = 0;
    contact home;
    contact work;
};

const aludel::table_description& users = aludel::table_of<user>;
