// SPDX-License-Identifier: BSL-1.0
// Connection strings: taken apart, put together again, and handed to each database's client. No message holds the
// password.
#include <libpq-fe.h>

#include <aludel/dialect/connection_url.hpp>
#include <aludel/dialect/dialect.hpp>
#include <aludel/session/engine.hpp>

#include "fuzzing.hpp"

namespace {

using aludel::connection_url;
using fuzzing::require;

constexpr std::string_view marker = "nEvErShOwN'\\ %";

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool holds_marker(std::string_view text) {
    return holds(text, "nEvEr");
}

/// The call must not tell the password.
template <class Call>
void tells_no_password(Call call) {
    try {
        call();
    } catch (const aludel::error& refused) {
        require(!holds_marker(refused.what()), "no message holds the password");
    }
}

/// The same text, with a password of ours where one stands.
std::string with_marked_password(std::string_view text) {
    const std::size_t user = text.find("://");
    const std::size_t at = text.rfind('@');
    const std::size_t colon = user == std::string_view::npos ? user : text.find(':', user + 3);
    if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) {
        return {};
    }
    return std::string{text.substr(0, colon + 1)} + aludel::percent_encoded(marker) + std::string{text.substr(at)};
}

std::string put_together(const connection_url& url) {
    std::string text = url.scheme + "://";
    if (!url.user.empty() || !url.password.empty()) {
        text += aludel::percent_encoded(url.user) + ':' + aludel::percent_encoded(url.password) + '@';
    }
    for (const connection_url::host_port& each : url.hosts) {
        const bool is_ipv6 = each.host != ":memory:" && holds(each.host, ":");
        text += &each == &url.hosts.front() ? "" : ",";
        text += each.host == ":memory:" ? each.host
                : is_ipv6               ? '[' + aludel::percent_encoded(each.host, ":") + ']'
                                        : aludel::percent_encoded(each.host);
        text += each.port == 0 ? "" : ':' + std::to_string(each.port);
    }
    text += '/' + aludel::percent_encoded(url.database);
    char separator = '?';
    for (const auto& [name, value] : url.parameters) {
        text += separator + aludel::percent_encoded(name) + '=' + aludel::percent_encoded(value);
        separator = '&';
    }
    return text;
}

bool is_same(const connection_url& left, const connection_url& right) {
    const auto same_hosts = [&] {
        for (std::size_t i = 0; i < left.hosts.size(); ++i) {
            if (left.hosts[i].host != right.hosts[i].host || left.hosts[i].port != right.hosts[i].port) {
                return false;
            }
        }
        return true;
    };
    return left.scheme == right.scheme && left.user == right.user && left.password == right.password &&
           left.database == right.database && left.parameters == right.parameters &&
           left.hosts.size() == right.hosts.size() && same_hosts();
}

/// Whether a host was left empty before a comma or a port that is none: what put_together() cannot say.
bool can_be_put_together(const connection_url& url) {
    for (const connection_url::host_port& each : url.hosts) {
        if (each.host.empty() && each.port == 0) {
            return false;
        }
    }
    return !holds(url.scheme, "?") && !holds(url.scheme, "/") && !holds(url.scheme, "@");
}

/// What libpq reads there is what was meant.
void check_libpq(connection_url url) {
    url.password = marker;
    const connection_url meant = url;
    std::string info;
    try {
        info = aludel::dialect_for("postgresql")->target(url).connect_string;
    } catch (const aludel::error& refused) {
        require(!holds_marker(refused.what()), "no message holds the password");
        return;
    }
    char* problem = nullptr;
    PQconninfoOption* const options = PQconninfoParse(info.c_str(), &problem);
    require(options != nullptr, "libpq reads the connection string that it is given");
    const bool is_overridden = meant.parameters.contains("password");
    for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        const std::string_view value = option->val == nullptr ? "" : option->val;
        require(is_overridden || keyword != "password" || value == marker, "libpq reads the password");
        const bool user_is_given_twice = meant.parameters.contains("user");
        require(user_is_given_twice || keyword != "user" || value == meant.user, "libpq reads the user");
        require(keyword != "client_encoding" || value == "UTF8", "text is UTF-8");
        require(keyword != "replication" || value.empty(), "nobody asks for a replication connection");
    }
    PQconninfoFree(options);
}

/// key='value' with a backslash before quotes and backslashes: as SOCI reads it.
std::string value_in(const std::string& connect_string, const std::string& key) {
    std::size_t at = 0;
    while (at < connect_string.size()) {
        const std::size_t equals = connect_string.find("='", at);
        require(equals != std::string::npos, "key=' follows");
        std::string value;
        std::size_t i = equals + 2;
        for (; i < connect_string.size() && connect_string[i] != '\''; ++i) {
            i += connect_string[i] == '\\' ? 1 : 0;
            value += connect_string[i];
        }
        if (connect_string.substr(at, equals - at) == key) {
            return value;
        }
        at = i + 2;  // behind the quote and the space
    }
    return {};
}

void check_mysql(connection_url url) {
    url.password = marker;
    const std::string user = url.user;
    const std::string database = url.database;
    tells_no_password([&] {
        const std::string text = aludel::dialect_for("mysql")->target(url).connect_string;
        require(value_in(text, "password") == marker, "the password is read back");
        require(value_in(text, "user") == user, "the user is read back");
        require(value_in(text, "dbname") == database, "the database is read back");
        require(value_in(text, "charset") == "utf8mb4", "text is UTF-8");
    });
}

void check_parsed(const connection_url& url) {
    if (can_be_put_together(url)) {
        require(is_same(url, connection_url::parse(put_together(url))), "put together, it says the same");
    }
    connection_url secret = url;
    secret.password = marker;
    require(!holds_marker(secret.without_password()) || holds_marker(url.without_password()),
            "without_password() holds none");
    check_libpq(url);
    check_mysql(url);
    tells_no_password([&] { (void)aludel::dialect_for("sqlite")->target(secret); });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzzing::text_of(data, size);
    if (holds_marker(text)) {
        return 0;
    }
    fuzzing::completes([&] { check_parsed(connection_url::parse(text)); });
    fuzzing::completes([&] { (void)aludel::engine{text}; });
    const std::string marked = with_marked_password(text);
    tells_no_password([&] { (void)aludel::engine{marked}; });
    return 0;
}
