// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aludel/migrate/revision.hpp>
#include <aludel/model/table_description.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel::migrate {

/// What cannot be seen in the tables, as a person says it: "old=new" for a table, "table.old=new" for a column of a
/// table by its new name. Done in turn.
struct told_renames {
    std::vector<std::string> tables;
    std::vector<std::string> columns;
};

/// What makes a database's tables those of the program, and back.
struct generated_change {
    std::vector<std::string> differences;  ///< a line each; none: nothing is to be done
    std::vector<section> up;
    std::vector<section> down;
};

/// Compares, and writes a section for every kind of database that is built in. `scheme` is the one of the database's
/// connection string. Throws usage_error for a rename that cannot be.
generated_change generate_change(session_core& session, std::string_view scheme,
                                 std::span<const table_description* const> tables, const told_renames& told);

/// The differences alone.
std::vector<std::string> differences_of(session_core& session, std::span<const table_description* const> tables);

}  // namespace aludel::migrate
