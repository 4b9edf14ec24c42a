// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <aludel/session/session_core.hpp>

namespace aludel::schema {

/// Foreign keys are not enforced while it lives, where rebuilding tables needs that: else a table that is dropped takes
/// along what refers to it. Not inside a transaction.
class unenforced_foreign_keys {
public:
    explicit unenforced_foreign_keys(session_core& session);
    unenforced_foreign_keys(const unenforced_foreign_keys&) = delete;
    unenforced_foreign_keys& operator=(const unenforced_foreign_keys&) = delete;
    ~unenforced_foreign_keys();

    /// Throws foreign_key_violation, naming the table, when rows refer to others that are not there, and did not
    /// before.
    void require_unbroken();

private:
    session_core& session_;
    rebuild_guard guard_;
    std::vector<std::string> broken_before_;  // tables
    bool switched_off_ = false;
};

}  // namespace aludel::schema
