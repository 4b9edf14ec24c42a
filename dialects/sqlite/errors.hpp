// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <aludel/dialect/dialect.hpp>

struct sqlite3;

namespace aludel::sqlite {

class open_failure;

/// What an extended result code means (sqlite.org/rescode.html). `said` is SQLite's message, `sql` the statement.
failure explain_code(int code, std::string_view said, std::string_view sql);

/// What kept a database from being opened.
failure explain_opening(const open_failure& thrown);

/// What the connection's last failure means.
failure explain_last_error(::sqlite3* handle, std::string_view sql);

/// Throws the connection's last failure as its class says.
[[noreturn]] void throw_last_error(::sqlite3* handle, std::string_view sql);

/// The same for a connection that is being set up: a file that cannot be read is connection_lost.
[[noreturn]] void throw_opening_error(::sqlite3* handle, std::string_view sql);

}  // namespace aludel::sqlite
