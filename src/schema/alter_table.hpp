// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "schema/changes.hpp"

namespace aludel::schema {

/// The statements for a table's columns; where whole definitions are given, for its primary key, too.
void append_column_changes(std::vector<std::string>& statements, ddl_target to, const table_changes& of);

}  // namespace aludel::schema
