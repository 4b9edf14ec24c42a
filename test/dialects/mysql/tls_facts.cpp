// SPDX-License-Identifier: BSL-1.0
#include "../tls_facts.hpp"

#include <cstdlib>

namespace dialects {

const aludel::runtime_sql cipher_query{
    "select variable_value from information_schema.session_status where variable_name = 'ssl_cipher'"};

// MySQL 5.6.24 knows TLS 1.0 only, which today's OpenSSL refuses; the test server does not offer it.
std::string url_without_tls() {
    const char* const old = std::getenv("ALUDEL_URL_MYSQL56");
    return old == nullptr ? "" : old;
}

}  // namespace dialects
