// SPDX-License-Identifier: BSL-1.0
#include "../tls_facts.hpp"

#include <cstdlib>

namespace dialects {

const aludel::runtime_sql cipher_query{
    "select variable_value from information_schema.session_status where variable_name = 'ssl_cipher'"};

const char* const certified_user = "certified";

// Without one the account is not let in.
bool brought_certificate(aludel::session& session) {
    return session.query_one<std::string>("select user()").starts_with("certified@");
}

// MySQL 5.6.24 knows TLS 1.0 only, which today's OpenSSL refuses; the test server does not offer it.
std::string url_without_tls() {
    const char* const old = std::getenv("ALUDEL_URL_MYSQL56");
    return old == nullptr ? "" : old;
}

}  // namespace dialects
