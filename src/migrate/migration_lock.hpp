// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include <aludel/session/session.hpp>

namespace aludel::migrate {

/// Asks the query for a lock until it got it. Throws timeout after `longest`.
void wait_for_lock(session& session, const std::string& query, std::chrono::milliseconds longest);

/// A lock that belongs to the session, where the database has such: held until the end of this object.
class session_lock {
public:
    session_lock(session& session, std::chrono::milliseconds longest);
    session_lock(const session_lock&) = delete;
    session_lock& operator=(const session_lock&) = delete;
    ~session_lock();

private:
    session* session_;
    std::string unlock_;
};

}  // namespace aludel::migrate
