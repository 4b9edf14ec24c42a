// SPDX-License-Identifier: BSL-1.0
#include "tls.hpp"

#include <array>

#include <aludel/error.hpp>

// SOCI 4.0.3 knows files, and nothing of verification. But since 3.3 Connector/C takes "key=value;key=value" in place
// of a host (mariadb.com/docs/connectors/mariadb-connector-c/api-functions/mariadb_connect), and SOCI hands the host on
// as it is. An older one looks for a host of that name, and finds none.

namespace aludel::mysql {
namespace {

/// What each setting makes Connector/C 3.3 do, as seen with 3.3.20:
///     ssl-enforce              TLS if the server offers it, else none
///     a file of authorities    the same, and the certificate must be signed by one of them
///     ssl-verify-server-cert   TLS, or nothing is sent; the certificate's name must be the host's
/// So what verify-ca asks for is only known behind the login. Until then nobody may be told the password who hides the
/// server's TLS, as some ways of logging in would: these two only prove that the client knows it.
constexpr std::string_view proving_logins = "mysql_native_password,client_ed25519";

/// "key=value;" unless there is no value.
void append_setting(std::string& text, std::string_view key, std::string_view value) {
    if (value.find(';') != std::string_view::npos) {
        throw usage_error{"with TLS neither the host nor a file's name in the connection string may hold a semicolon"};
    }
    if (!value.empty()) {
        text.append(key).append("=").append(value).append(";");
    }
}

bool brings_files(const connection_url& url) {
    return url.parameters.contains("sslrootcert") || url.parameters.contains("sslcert") ||
           url.parameters.contains("sslkey");
}

bool verifies_name(MYSQL* handle) {
    my_bool verifies = 0;
    mysql_get_optionv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verifies);
    return verifies != 0;
}

}  // namespace

tls_mode take_tls(connection_url& url) {
    constexpr std::array known{tls_mode::disable, tls_mode::prefer, tls_mode::require, tls_mode::verify_ca,
                               tls_mode::verify_full};
    const tls_mode mode = take_tls_mode(url, known);
    if (mode < tls_mode::require && brings_files(url)) {
        throw usage_error{"sslrootcert, sslcert and sslkey in the connection string want sslmode=require, verify-ca or "
                          "verify-full, too: without it nobody would look at the files"};
    }
    if (mode == tls_mode::verify_ca && !url.parameters.contains("sslrootcert")) {
        throw usage_error{"sslmode=verify-ca wants the file of the authorities, sslrootcert, in the connection string"};
    }
    return mode;
}

std::string host_with_tls(connection_url& url, bool through_socket, tls_mode mode) {
    std::string text;
    if (!url.hosts.empty() && !through_socket) {
        append_setting(text, "host", url.hosts.front().host);
        text += url.hosts.front().port == 0 ? "" : "protocol=1;";  // TCP for "localhost", too, by this name
    }
    append_setting(text, "ssl-ca", url.take("sslrootcert"));
    append_setting(text, "ssl-cert", url.take("sslcert"));
    append_setting(text, "ssl-key", url.take("sslkey"));
    append_setting(text, "restricted-auth", mode == tls_mode::verify_ca ? proving_logins : "");
    append_setting(text, "ssl-verify-server-cert", mode == tls_mode::verify_full ? "1" : "");
    append_setting(text, "ssl-enforce", "1");
    return text;
}

void require_tls(MYSQL* handle, tls_mode asked) {
    const bool is_encrypted = mysql_get_ssl_cipher(handle) != nullptr;
    const bool is_less = !is_encrypted || (asked == tls_mode::verify_full && !verifies_name(handle));
    if (asked >= tls_mode::require && is_less) {
        throw connection_lost{"the server does not offer the TLS that the connection string asks for" +
                                  what_is_wanted(asked),
                              {.connection_is_usable = false}};
    }
}

}  // namespace aludel::mysql
