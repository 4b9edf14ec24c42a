// SPDX-License-Identifier: BSL-1.0
// expect: a mapped struct must be an aggregate
#include <cstdint>

#include <aludel/model/reflect.hpp>

struct user {
    explicit user(std::int64_t number) : id{number} {}
    std::int64_t id;
};

const aludel::table_description& users = aludel::table_of<user>;
