// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What can be said of SQL text without knowing whose SQL it is. Strings, quoted names, comments and PostgreSQL's
/// dollar quotes are skipped.
namespace aludel::statement_text {

/// The first word in lower case, "" if there is none.
std::string first_word(std::string_view sql);

/// The statements in a text, without their semicolons; blanks and comments alone are no statement. A trigger or a
/// routine holds semicolons of its own, so a text that creates one is one statement.
std::vector<std::string_view> split(std::string_view sql);

/// How many placeholders like :p1 there are.
std::size_t count_parameters(std::string_view sql);

}  // namespace aludel::statement_text
