// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

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

/// Foreign keys are not enforced while it lives, where rebuilding tables needs that. Not inside a transaction.
class unenforced_foreign_keys {
public:
    explicit unenforced_foreign_keys(session& session);
    unenforced_foreign_keys(const unenforced_foreign_keys&) = delete;
    unenforced_foreign_keys& operator=(const unenforced_foreign_keys&) = delete;
    ~unenforced_foreign_keys();

    /// Throws foreign_key_violation, naming the table, when rows refer to others that are not there, and did not
    /// before.
    void require_unbroken();

private:
    session* session_;
    rebuild_guard guard_;
    std::vector<std::string> broken_before_;  // tables
    bool switched_off_ = false;
};

}  // namespace aludel::migrate
