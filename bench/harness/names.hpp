// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include "method.hpp"

namespace bench {

struct named_operation {
    std::string_view name;
    bench::operation operation;
};

/// In the order in which they are measured: those that leave the table as it is come together.
inline constexpr std::array<named_operation, 9> all_operations{{
    {"insert", operation::insert},
    {"upsert", operation::upsert},
    {"insert-returning", operation::insert_returning},
    {"update_many", operation::update_many},
    {"remove_many", operation::remove_many},
    {"select-all", operation::select_all},
    {"stream", operation::stream},
    {"get-by-key", operation::get_by_key},
    {"add-one", operation::add_one},
}};

inline constexpr std::array<std::string_view, 7> all_shapes{"narrow", "mixed", "sequenced", "keyed",
                                                            "text",   "wide",  "package"};

constexpr std::string_view name_of(operation wanted) {
    return all_operations[static_cast<std::size_t>(wanted)].name;
}

}  // namespace bench
