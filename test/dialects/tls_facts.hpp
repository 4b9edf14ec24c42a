// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/session/sql_format.hpp>

namespace dialects {

/// Gives the cipher of the session's connection, or empty text.
extern const aludel::runtime_sql cipher_query;

/// A server that this dialect speaks to and that offers no TLS; empty where none runs.
std::string url_without_tls();

}  // namespace dialects
