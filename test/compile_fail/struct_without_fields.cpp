// SPDX-License-Identifier: BSL-1.0
// expect: a mapped struct needs at least one field
#include <aludel/model/reflect.hpp>

struct user {};

const aludel::table_description& users = aludel::table_of<user>;
