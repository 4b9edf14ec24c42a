// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/connection_url.hpp>

struct sqlite3;

/// What a connection string says of SQLite. It travels to each connection inside SQLite's own URI, whose unknown
/// parameters SQLite keeps for its callers: sqlite3_uri_parameter(), sqlite.org/uri.html.
namespace aludel::sqlite {

/// Names of the parameters that `take_settings` knows.
std::vector<std::string_view> setting_names();

/// Takes the known parameters out of `url` and appends them to a URI. Throws usage_error naming the parameter and the
/// values it can have.
void take_settings(connection_url& url, std::string& uri);

/// What the URI of a connection says, or null.
const char* given_setting(::sqlite3* handle, const char* name);

/// What the URI of a connection says, or the default. Safe inside the text of a pragma.
std::string setting_of(::sqlite3* handle, const char* name);

}  // namespace aludel::sqlite
