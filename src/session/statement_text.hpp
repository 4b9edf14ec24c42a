// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What can be said of SQL text without knowing whose SQL it is. Strings, quoted names, comments and PostgreSQL's
/// dollar quotes are skipped.
namespace aludel::statement_text {

/// The first word outside of comments in lower case, "" if there is none.
std::string first_word(std::string_view sql);

/// The statements in a text, without their semicolons and the comments behind their last word; blanks and comments
/// alone are no statement. A comment that MySQL and MariaDB run, as in "/*!50100 partition by hash (a) */", is a part
/// of the statement or one of its own. What a trigger, a routine or an event does may be several statements between
/// begin and end: they are part of the one that creates it.
std::vector<std::string_view> split(std::string_view sql);

/// Whether the text ends inside of what a trigger or a routine does, or nobody can tell where that ends.
bool is_open(std::string_view statement);

/// Whether it holds a semicolon and something behind it, or one in a comment that MySQL and MariaDB run.
bool holds_semicolon(std::string_view statement);

/// How many placeholders like :p1 there are.
std::size_t count_parameters(std::string_view sql);

}  // namespace aludel::statement_text
