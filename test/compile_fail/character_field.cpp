// SPDX-License-Identifier: BSL-1.0
// expect: this field's type has no column; give it an aludel::field_codec
#include <cstdint>

#include <aludel/model/reflect.hpp>

// Neither a number nor text: which one was meant?
struct user {
    std::int64_t id = 0;
    char grade = 'a';
};

const aludel::table_description& users = aludel::table_of<user>;
