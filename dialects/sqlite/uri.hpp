// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/dialect/connection_url.hpp>

/// The URIs by which SQLite names databases: sqlite.org/uri.html.
namespace aludel::sqlite {

/// Whether the connection string names no file.
bool is_in_memory(const connection_url& url);

/// The URI without parameters of ours. Each call for a database in memory names a new one. Throws usage_error.
std::string uri_of(const connection_url& url);

/// The file that a URI made by `uri_of` names, as a person writes it.
std::string path_in(std::string_view uri);

}  // namespace aludel::sqlite
