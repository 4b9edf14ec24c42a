// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

namespace faults {

/// How one server is asked about its connections.
class server_words {
public:
    static std::unique_ptr<server_words> of_scheme(std::string_view scheme);
    server_words() = default;
    server_words(const server_words&) = delete;
    server_words& operator=(const server_words&) = delete;
    virtual ~server_words() = default;

    /// The server's own number for the session's connection.
    virtual std::int64_t number_of(aludel::session& session) const = 0;
    /// Of the same user and database, but not the session's own.
    virtual std::vector<std::int64_t> other_connections(aludel::session& session) const = 0;
    virtual void kill(aludel::session& session, std::int64_t number) const = 0;

    /// Waits until the server has ended a connection, and with it decided about its transaction. Throws
    /// std::runtime_error when it has not after `longest`.
    void await_end_of(std::int64_t number, aludel::session& session, std::chrono::seconds longest) const;
};

}  // namespace faults
