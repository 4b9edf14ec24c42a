// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace aludel {

/// What it takes on a database to change a schema that others use: how migrators keep out of each other's way, and what
/// must be set aside meanwhile. A query that asks for a lock does not wait; its only value is 1 or true if it got it.
struct migration_ways {
    /// Asks for a lock that belongs to the open transaction. Empty: a transaction that writes keeps others out by itself.
    std::string lock_transaction{};
    /// Asks for a lock that belongs to the session, and gives it back. Empty: there is none.
    std::string lock_session{};
    std::string unlock_session{};
    /// A table that is rebuilt must not take along what refers to it. These switch the enforcement of foreign keys off
    /// and on, outside of transactions, and tell whether it is on; then the query whose rows are broken references.
    /// Empty: tables need not be rebuilt.
    std::string foreign_keys_off{};
    std::string foreign_keys_on{};
    std::string foreign_keys_query{};
    std::string broken_references_query{};
    /// What stands around the statements of a revision in a script. Empty: DDL does not stay inside a transaction.
    std::string begin_script{};
    std::string end_script{};
};

}  // namespace aludel
