// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/aludel.hpp>

struct headers_user {
    std::int64_t id{};
    std::string name;
};

/// The table as the other translation unit sees it.
const aludel::table_description& table_seen_by_the_other();
