// SPDX-License-Identifier: BSL-1.0
// expect: this field's type has no column; give it an aludel::field_codec
#include <cstdint>
#include <optional>
#include <string>

#include <aludel/model/reflect.hpp>

struct contact {
    std::string email;
};
struct user {
    std::int64_t id = 0;
    std::optional<contact> home;
};

const aludel::table_description& users = aludel::table_of<user>;
