// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/session/session.hpp>

namespace dialects {

/// Gives the cipher of the session's connection, or empty text.
extern const aludel::runtime_sql cipher_query;

/// An account on a server that offers TLS: one that needs a certificate, where the server has such.
extern const char* const certified_user;

/// Whether the server has seen a certificate of the session's client.
bool brought_certificate(aludel::session& session);

/// A server that this dialect speaks to and that offers no TLS; empty where none runs.
std::string url_without_tls();

}  // namespace dialects
