// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include <aludel/session/session.hpp>

namespace aludel::migrate {

/// Asks the query for a lock until it got it. Throws timeout after `longest`.
void wait_for_lock(session& session, const std::string& query, std::chrono::milliseconds longest);

/// A lock that belongs to the session, where the database has such: held until the end of this object. One at a time:
/// MySQL 5.6 counts none, so that the first end gives it back.
class session_lock {
public:
    [[nodiscard]] static bool can_be_held(session_core& session);

    session_lock(session& session, std::chrono::milliseconds longest);
    session_lock(const session_lock&) = delete;
    session_lock& operator=(const session_lock&) = delete;
    ~session_lock();
    [[nodiscard]] bool is_held() const noexcept { return !unlock_.empty(); }

private:
    session* session_;
    std::string unlock_;
};

}  // namespace aludel::migrate
