// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

/// A connection string taken apart, every part percent-decoded:
///     scheme://user:password@host:port[,host:port…]/database?name=value&name=value
struct connection_url {
    struct host_port {
        std::string host;
        std::uint16_t port = 0;  ///< 0: the database's usual port
    };

    std::string scheme;  ///< lower case
    std::string user;
    std::string password;
    std::vector<host_port> hosts;
    std::string database;  ///< what follows the slash behind the host: "relative.db", "/absolute.db", "shop"
    std::map<std::string, std::string> parameters;

    /// Throws usage_error naming the part that is wrong, never the password.
    static connection_url parse(std::string_view text);

    /// The connection string as it may be shown: without the password.
    [[nodiscard]] std::string without_password() const;

    /// Takes a parameter out and returns it, or `otherwise`: what remains at the end is unknown.
    std::string take(const std::string& name, std::string_view otherwise = {});
    bool take_flag(const std::string& name, bool otherwise);
    std::uint64_t take_number(const std::string& name, std::uint64_t otherwise);
};

/// Percent-encodes everything but ASCII letters and digits, '-', '.', '_' and the characters in `kept`.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

}  // namespace aludel
