// SPDX-License-Identifier: BSL-1.0
#include "target.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <aludel/error.hpp>

#include "libpq.hpp"

namespace aludel::postgresql {
namespace {

/// What a user must not set: text is UTF-8 here, and a replication connection runs no statements.
bool is_ours(std::string_view keyword) {
    return keyword == "client_encoding" || keyword == "replication";
}

/// libpq's own list of keywords, which grows with its version.
std::vector<std::string> keywords_of_libpq() {
    std::vector<std::string> keywords;
    PQconninfoOption* const options = PQconndefaults();
    for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr; ++option) {
        if (!is_ours(option->keyword)) {
            keywords.emplace_back(option->keyword);
        }
    }
    PQconninfoFree(options);
    return keywords;
}

const std::vector<std::string>& keywords() {
    static const std::vector<std::string> known = keywords_of_libpq();
    return known;
}

pooling pooling_named(std::string_view name) {
    if (name.empty()) {
        return pooling::detected;
    }
    if (name == "session") {
        return pooling::session;
    }
    if (name == "transaction") {
        return pooling::transaction;
    }
    throw usage_error{"pooling in the connection string is session or transaction, or left out to find out"};
}

/// Where a credentials cache makes it possible, libpq encrypts by GSSAPI instead of TLS, whatever sslmode says
/// (manual, "Database Connection Control Functions"), and looks at no certificate.
void insist_on_tls(connection_url& url, tls_mode asked) {
    if (asked >= tls_mode::require) {
        url.parameters.try_emplace("gssencmode", "disable");
    }
}

using settings = std::map<std::string, std::string>;

/// Several hosts become lists of the same length; an empty port is the usual one.
void set_hosts(settings& chosen, const std::vector<connection_url::host_port>& hosts) {
    std::string names;
    std::string ports;
    bool any_name = false;
    bool any_port = false;
    for (const connection_url::host_port& each : hosts) {
        const char* const separator = &each == &hosts.front() ? "" : ",";
        names += separator;
        names += each.host;
        ports += separator;
        ports += each.port == 0 ? std::string{} : std::to_string(each.port);
        any_name = any_name || !each.host.empty();
        any_port = any_port || each.port != 0;
    }
    if (any_name) {
        chosen["host"] = names;
    }
    if (any_port) {
        chosen["port"] = ports;
    }
}

void set_if_given(settings& chosen, const char* keyword, const std::string& value) {
    if (!value.empty()) {
        chosen[keyword] = value;
    }
}

}  // namespace

std::vector<std::string_view> known_parameters() {
    std::vector<std::string_view> known{keywords().begin(), keywords().end()};
    known.insert(known.end(), {"pooling", "statement_cache"});
    return known;
}

connection_settings take_settings(connection_url& url) {
    constexpr std::array known{tls_mode::disable, tls_mode::allow,     tls_mode::prefer,
                               tls_mode::require, tls_mode::verify_ca, tls_mode::verify_full};
    connection_settings chosen;
    chosen.pooling = pooling_named(url.take("pooling"));
    chosen.keeps_statements = url.take_number("statement_cache", 1) > 0;
    chosen.tls = take_tls_mode(url, known);
    if (chosen.tls != tls_mode::unsaid) {
        url.parameters["sslmode"] = name_of(chosen.tls);
    }
    insist_on_tls(url, chosen.tls);
    return chosen;
}

std::string connection_info(connection_url& url) {
    settings chosen;
    set_hosts(chosen, url.hosts);
    set_if_given(chosen, "user", url.user);
    set_if_given(chosen, "password", url.password);
    set_if_given(chosen, "dbname", url.database);
    for (const std::string& keyword : keywords()) {
        if (url.parameters.contains(keyword)) {
            chosen[keyword] = url.take(keyword);
        }
    }
    // A URI, where "name='value'" would be the older form: SOCI 4.0.3 cuts the text at spaces to look for its own
    // "singlerow" and loses some of them in quoted values, and later ones know no \' in quotes. Here is neither.
    std::string uri = "postgresql:///?client_encoding=UTF8";
    for (const auto& [keyword, value] : chosen) {
        uri += '&' + keyword + '=' + percent_encoded(value);
    }
    return uri;
}

}  // namespace aludel::postgresql
