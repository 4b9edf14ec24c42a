// SPDX-License-Identifier: BSL-1.0
// expect: aludel: .generated is for the only column of a primary key: key::integer or key::sequence for an integer
#include <aludel/model/reflect.hpp>

struct country {
    std::string id;
};

template <>
inline constexpr auto
    aludel::entity<country> = aludel::table("countries").generated<&country::id>(aludel::key::sequence);

const auto& description = aludel::table_of<country>;
