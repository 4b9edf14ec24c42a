// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

#include <aludel/session/session.hpp>

namespace aludel {

/// Gives each statement of a session this limit, in place of the session's own, until the end of the scope; 0: none.
/// See `session::set_statement_timeout`.
class [[nodiscard]] statement_timeout {
public:
    statement_timeout(session& limited, std::chrono::milliseconds limit) : statement_timeout{limited.core(), limit} {}
    statement_timeout(session_core& limited, std::chrono::milliseconds limit)
        : core_{limited}, before_{limited.statement_timeout()} {
        core_.set_statement_timeout(limit);
    }
    statement_timeout(const statement_timeout&) = delete;
    statement_timeout& operator=(const statement_timeout&) = delete;
    ~statement_timeout() { core_.restore_statement_timeout(before_); }

private:
    session_core& core_;
    std::chrono::milliseconds before_;
};

}  // namespace aludel
