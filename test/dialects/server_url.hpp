// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/dialect/connection_url.hpp>

#include "../conformance/database.hpp"

namespace dialects {

/// The run's connection string with other parts.
struct server_url {
    aludel::connection_url given = aludel::connection_url::parse(conformance::url());
    std::string user = given.user;
    std::string password = given.password;
    std::string host = given.hosts.front().host;
    unsigned port = given.hosts.front().port;
    std::string database = given.database;

    [[nodiscard]] std::string text(std::string_view parameters = "") const {
        return given.scheme + "://" + user + (password.empty() ? "" : ":" + password) + '@' + host + ':' +
               std::to_string(port) + '/' + database + (parameters.empty() ? "" : "?") + std::string{parameters};
    }
    [[nodiscard]] std::string address() const { return host + ':' + std::to_string(port); }
};

}  // namespace dialects
