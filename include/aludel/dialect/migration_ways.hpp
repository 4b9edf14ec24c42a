// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace aludel {

/// What it takes on a database that several programs migrate to keep them out of each other's way. A query that asks
/// for a lock does not wait; its only value is 1 or true if it got it.
struct migration_ways {
    /// Asks for a lock that belongs to the open transaction. Empty: a transaction that writes keeps others out by
    /// itself.
    std::string lock_transaction{};
    /// Asks for a lock that belongs to the session, and gives it back. Empty: there is none.
    std::string lock_session{};
    std::string unlock_session{};
    /// What stands around the statements of a revision in a script. Empty: DDL does not stay inside a transaction.
    std::string begin_script{};
    std::string end_script{};
};

}  // namespace aludel
