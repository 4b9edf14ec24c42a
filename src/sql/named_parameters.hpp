// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/sql/syntax.hpp>

namespace aludel::sql {

/// What a dialect's own statement calls its parameter of that number: `:p1`, as SOCI reads it.
std::string parameter_name(std::size_t number);

/// Puts `text` in all places of a name.
void replace_all(std::string& sql, const std::string& name, const std::string& text);

/// A dialect's own statement with its parameters as the connection reads them.
std::string with_placeholders(std::string sql, const syntax& how);

}  // namespace aludel::sql
