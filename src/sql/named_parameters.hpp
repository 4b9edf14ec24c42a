// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/sql/syntax.hpp>

namespace aludel::sql {

/// Puts `text` in the place of that parameter. A dialect's own statement has each of them once; quoted names may look
/// like one.
void put_for_parameter(std::string& sql, std::size_t number, const std::string& text);

/// A dialect's own statement with that many parameters, as the connection reads them; an empty one stays empty.
std::string with_placeholders(std::string sql, std::size_t parameters, const syntax& how);

}  // namespace aludel::sql
