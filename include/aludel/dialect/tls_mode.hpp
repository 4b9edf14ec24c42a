// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <aludel/dialect/connection_url.hpp>

namespace aludel {

/// What `sslmode` in a connection string asks for, in the words that libpq has for it; each is stronger than the one
/// before.
enum class tls_mode : std::uint8_t {
    unsaid,       ///< the parameter is not there
    disable,      ///< no TLS
    allow,        ///< TLS if the server insists on it
    prefer,       ///< TLS if the server offers it
    require,      ///< TLS, or no connection
    verify_ca,    ///< and a certificate that an authority in `sslrootcert` signed
    verify_full,  ///< and which is the host's, by the name in the connection string
};

/// The word in the connection string.
[[nodiscard]] std::string_view name_of(tls_mode mode) noexcept;

/// For the end of a message about a connection that could not be made: what the mode wants of the server. Empty where
/// it wants nothing.
[[nodiscard]] std::string what_is_wanted(tls_mode mode);

/// Takes `sslmode` out of `url`. A file of authorities beside `require` makes it `verify_ca`, as libpq has it. Throws
/// usage_error listing `known` for a word that is not among them.
[[nodiscard]] tls_mode take_tls_mode(connection_url& url, std::span<const tls_mode> known);

}  // namespace aludel
