// SPDX-License-Identifier: BSL-1.0
#include "../tls_facts.hpp"

#include <cstdlib>

namespace dialects {

const aludel::runtime_sql cipher_query{
    "select coalesce(cipher, '') from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()"};

const char* const certified_user = "aludel";

bool brought_certificate(aludel::session& session) {
    return session.query_one<std::string>(
               "select coalesce(client_dn, '') from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()") ==
           "/CN=aludel";
}

std::string url_without_tls() {
    const char* const pooler = std::getenv("ALUDEL_URL_PGBOUNCER");
    return pooler == nullptr ? "" : pooler;
}

}  // namespace dialects
