// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <aludel/aludel.hpp>

namespace dialects {

/// The server's own number for the session's connection.
std::int64_t connection_number(aludel::session& session);

/// Ends that connection from another session, as an administrator would, and waits until the server has forgotten it.
void kill_connection(std::int64_t number);

inline void kill_connection_of(aludel::session& session) {
    kill_connection(connection_number(session));
}

}  // namespace dialects
