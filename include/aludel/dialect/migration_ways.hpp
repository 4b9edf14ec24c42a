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
    /// Inside a transaction, around rows that may come before those that they refer to: lets them, and ends that.
    /// References of any table that are broken meanwhile may stay unseen. Empty: it cannot be, or needs not be, since
    /// a statement's rows are checked at its end.
    std::string references_later{};
    std::string references_at_once{};
    /// The lines that a script begins with: that its client stops at the first error, and what sessions of aludel set.
    std::string script_head{};
    /// What stands in a script before and behind a statement that holds semicolons of its own, which is one that
    /// creates a trigger or a routine. Empty: its client knows where such a statement ends.
    std::string compound_begin{};
    std::string compound_end{};
    /// Statements that fail where rows refer to others that are not there; before the end of a revision in a script.
    std::string check_script{};
    /// What stands around the statements of a revision in a script. Empty: DDL does not stay inside a transaction.
    std::string begin_script{};
    std::string end_script{};
};

}  // namespace aludel
