// SPDX-License-Identifier: BSL-1.0
// expect: a primary key cannot be NULL, so its field must not be an optional
#include <cstdint>
#include <optional>

#include <aludel/model/reflect.hpp>

struct user {
    std::optional<std::int64_t> id;
};

const aludel::table_description& users = aludel::table_of<user>;
