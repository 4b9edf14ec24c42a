// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/schema/compare.hpp>
#include <aludel/schema/ddl.hpp>

namespace aludel::migrate {

struct both_ways {
    std::vector<std::string> up;
    std::vector<std::string> down;
};

/// The statements that make the wanted tables on a server that nobody asked, from the differences that another one has:
/// as if both had begun with the same tables. Types that only the other server has told are written for what their
/// values are.
both_ways statements_elsewhere(schema::ddl_target to, std::span<const schema::table> wanted,
                               std::span<const schema::difference> differences, const schema::renames& told);

}  // namespace aludel::migrate
