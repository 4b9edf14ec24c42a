// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/connection_url.hpp>
#include <aludel/dialect/tls_mode.hpp>

namespace aludel::postgresql {

/// Who answers behind the address.
enum class pooling : std::uint8_t {
    detected,     ///< if it is not the server itself, it is taken for a pooler in transaction mode
    session,      ///< a server for as long as the connection lives
    transaction,  ///< a pooler that lends its server connections for one transaction at a time
};

/// What a connection string says of its connections beside where they lead.
struct connection_settings {
    postgresql::pooling pooling = postgresql::pooling::detected;
    bool keeps_statements = true;
    tls_mode tls = tls_mode::unsaid;
};

/// The parameters of a connection string that connection_info() and take_settings() know.
std::vector<std::string_view> known_parameters();

/// Takes its parameters out of `url`; what libpq has to know, too, is left to connection_info().
connection_settings take_settings(connection_url& url);

/// The connection string in libpq's form; takes the parameters it knows out of `url`.
std::string connection_info(connection_url& url);

}  // namespace aludel::postgresql
