// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <mysql.h>

#include <aludel/dialect/connection_url.hpp>
#include <aludel/dialect/tls_mode.hpp>

namespace aludel::mysql {

/// Takes `sslmode` out of the connection string, by itself or as its files make it. Throws usage_error for what would
/// be weaker than it sounds: files that nobody would look at, or a check against no authority.
tls_mode take_tls(connection_url& url);

/// What Connector/C has to be told in place of a host's name to use TLS this way. Takes the files out of `url`. Throws
/// usage_error for what it would not read as it is meant.
std::string host_with_tls(connection_url& url, bool through_socket, tls_mode mode);

/// Throws connection_lost unless the connection has the TLS that was asked for.
void require_tls(MYSQL* handle, tls_mode asked);

}  // namespace aludel::mysql
