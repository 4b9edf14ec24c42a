// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/tls_mode.hpp>

#include <aludel/error.hpp>

namespace aludel {

std::string_view name_of(tls_mode mode) noexcept {
    switch (mode) {
    case tls_mode::unsaid: break;
    case tls_mode::disable: return "disable";
    case tls_mode::allow: return "allow";
    case tls_mode::prefer: return "prefer";
    case tls_mode::require: return "require";
    case tls_mode::verify_ca: return "verify-ca";
    case tls_mode::verify_full: return "verify-full";
    }
    return {};
}

std::string what_is_wanted(tls_mode mode) {
    if (mode < tls_mode::require) {
        return {};
    }
    std::string wanted = "; sslmode=" + std::string{name_of(mode)} + " wants a server that offers TLS";
    wanted += mode >= tls_mode::verify_ca ? ", with a certificate that an authority in sslrootcert signed" : "";
    return wanted + (mode == tls_mode::verify_full ? " and that names the host as the connection string does" : "");
}

tls_mode take_tls_mode(connection_url& url, std::span<const tls_mode> known) {
    if (!url.parameters.contains("sslmode")) {
        return tls_mode::unsaid;
    }
    const std::string given = url.take("sslmode");
    std::string names;
    for (const tls_mode mode : known) {
        if (given == name_of(mode)) {
            const bool is_verified = mode == tls_mode::require && url.parameters.contains("sslrootcert");
            return is_verified ? tls_mode::verify_ca : mode;
        }
        names += (names.empty() ? "" : ", ") + std::string{name_of(mode)};
    }
    throw usage_error{"sslmode in the connection string is one of " + names};
}

}  // namespace aludel
