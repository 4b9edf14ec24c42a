// SPDX-License-Identifier: BSL-1.0
#include "mysql_session.hpp"

#include <stdexcept>

#include <aludel/dialect/connection_url.hpp>

namespace bench::mysql {
namespace {

[[noreturn]] void fail(MYSQL* handle) {
    throw std::runtime_error{std::to_string(mysql_errno(handle)) + ": " + mysql_error(handle)};
}

const char* or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

}  // namespace

void fail(MYSQL_STMT* prepared) {
    throw std::runtime_error{std::to_string(mysql_stmt_errno(prepared)) + ": " + mysql_stmt_error(prepared)};
}

session::session(const std::string& url) : handle_{mysql_init(nullptr)} {
    aludel::connection_url to = aludel::connection_url::parse(url);
    const std::string socket = to.take("unix_socket");
    const std::string host = to.hosts.empty() ? std::string{} : to.hosts.front().host;
    const unsigned int port = to.hosts.empty() ? 0 : to.hosts.front().port;
    const unsigned int allowed = 1;
    mysql_options(handle(), MYSQL_OPT_LOCAL_INFILE, &allowed);
    mysql_options(handle(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(handle(), or_null(host), or_null(to.user), or_null(to.password), or_null(to.database), port,
                           or_null(socket), 0) == nullptr) {
        fail(handle());
    }
    run("set time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'");
}

void session::run(const std::string& sql) {
    if (mysql_real_query(handle(), sql.data(), sql.size()) != 0) {
        fail(handle());
    }
}

std::uint64_t session::number(const std::string& sql) {
    run(sql);
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result{mysql_store_result(handle()),
                                                                          &mysql_free_result};
    const MYSQL_ROW row = result == nullptr ? nullptr : mysql_fetch_row(result.get());
    return row == nullptr || row[0] == nullptr ? 0 : std::stoull(row[0]);
}

statement_handle session::prepare(const std::string& sql) {
    statement_handle prepared{mysql_stmt_init(handle())};
    if (mysql_stmt_prepare(prepared.get(), sql.data(), sql.size()) != 0) {
        mysql::fail(prepared.get());
    }
    return prepared;
}

}  // namespace bench::mysql
