// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/model/table_definition.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel::migrate {

struct struct_options {
    std::string name_space{};                ///< that the structs stand in; empty: none
    std::vector<schema::table_name> only{};  ///< none: all tables that the connection finds without naming a schema
};

/// A C++ header with a struct for each table, and the `entity` that describes it: keys, foreign keys, uniques, indexes,
/// checks, defaults, and the types that are not those which aludel would choose. Names that C++ does not allow become
/// others, and the description says which columns they mean. What a struct cannot say is a comment. Makes temporary
/// tables, to learn how the database prints types. Throws usage_error where the dialect cannot tell its tables, and for
/// a table of `only` that is not there.
[[nodiscard]] std::string structs_of(session_core& session, const struct_options& options = {});

}  // namespace aludel::migrate
