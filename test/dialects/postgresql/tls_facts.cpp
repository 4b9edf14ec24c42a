// SPDX-License-Identifier: BSL-1.0
#include "../tls_facts.hpp"

#include <cstdlib>

namespace dialects {

const aludel::runtime_sql cipher_query{
    "select coalesce(cipher, '') from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()"};

std::string url_without_tls() {
    const char* const pooler = std::getenv("ALUDEL_URL_PGBOUNCER");
    return pooler == nullptr ? "" : pooler;
}

}  // namespace dialects
