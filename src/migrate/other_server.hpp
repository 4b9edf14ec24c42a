// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/schema/compare.hpp>
#include <aludel/schema/ddl.hpp>

namespace aludel::migrate {

/// The statements of one way, and what they do not say.
struct way_elsewhere {
    std::vector<std::string> statements;
    std::vector<std::string> missing;  ///< a line each
};

struct both_ways {
    way_elsewhere up;
    way_elsewhere down;
};

/// The statements that make the wanted tables on a server that nobody asked, from the differences that another one has:
/// as if both had begun with the same tables. Types that only the other server has told are written for what their
/// values are. Defaults, checks and computed columns that only it has told are in its words, of which a number or a
/// text alone means the same everywhere: all else is left out and told as missing. Collations, comments and what else a
/// column, a key or a table says besides are left out, and not told. `teller` is the name of that server's sections.
both_ways statements_elsewhere(schema::ddl_target to, std::span<const schema::table> wanted,
                               std::span<const schema::difference> differences, const schema::renames& told,
                               std::string_view teller);

}  // namespace aludel::migrate
