// SPDX-License-Identifier: BSL-1.0
#include "soci_session.hpp"

#include <aludel/dialect/connection_url.hpp>

// SOCI's headers of its backends bring those of the databases' clients into namespaces of their own: not needed here.
extern "C" {
const soci::backend_factory* factory_sqlite3();
const soci::backend_factory* factory_postgresql();
const soci::backend_factory* factory_mysql();
}

namespace bench {
namespace {

[[maybe_unused]] std::unique_ptr<soci::session> sqlite_session(const database& target,
                                                               const soci::backend_factory& factory) {
    const aludel::connection_url url = aludel::connection_url::parse(target.url());
    auto session = std::make_unique<soci::session>(factory, "db=" + url.database);
    *session << "pragma synchronous=normal";
    return session;
}

void append_option(std::string& text, const char* name, const std::string& value) {
    if (!value.empty()) {
        text += std::string{name} + "='" + value + "' ";
    }
}

/// What the URL says, as options of one backend; `database` is what it calls the database.
std::string server_options(const database& target, const char* database) {
    const aludel::connection_url url = aludel::connection_url::parse(target.url());
    std::string text;
    append_option(text, "user", url.user);
    append_option(text, "password", url.password);
    append_option(text, database, url.database);
    if (!url.hosts.empty()) {
        append_option(text, "host", url.hosts.front().host);
        text += url.hosts.front().port == 0 ? "" : "port=" + std::to_string(url.hosts.front().port) + ' ';
    }
    return text;
}

[[maybe_unused]] std::unique_ptr<soci::session> postgresql_session(const database& target,
                                                                   const soci::backend_factory& factory) {
    auto session = std::make_unique<soci::session>(factory, server_options(target, "dbname"));
    *session << "set time zone 'UTC'";
    return session;
}

[[maybe_unused]] std::unique_ptr<soci::session> mysql_session(const database& target,
                                                              const soci::backend_factory& factory) {
    auto session = std::make_unique<soci::session>(factory, server_options(target, "db") + "charset=utf8mb4");
    *session << "set time_zone = '+00:00'";
    return session;
}

}  // namespace

std::unique_ptr<soci::session> open_soci_session(const database& target) {
    switch (target.kind()) {
#ifdef BENCH_HAS_SQLITE
    case database_kind::sqlite: return sqlite_session(target, *factory_sqlite3());
#endif
#ifdef BENCH_HAS_POSTGRESQL
    case database_kind::postgresql: return postgresql_session(target, *factory_postgresql());
#endif
#ifdef BENCH_HAS_MYSQL
    case database_kind::mysql: return mysql_session(target, *factory_mysql());
#endif
    default: throw aludel::usage_error{"this database is not built in"};
    }
}

}  // namespace bench
