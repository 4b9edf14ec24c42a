// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>

#include "connection.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::postgresql {

/// Appends the sequence behind a counted key, or NULL. Its first argument is read as an identifier and the second is
/// not (PostgreSQL manual, "System Catalog Information Functions").
void append_sequence(std::string& sql, const spelling& spell, const table_description& table,
                     const column_description& column);

/// The sequence behind a counted key, for a load that brings keys itself. Sequences are in no transaction: keys that
/// were reserved are gone even after a rollback.
class key_sequence {
public:
    key_sequence(connection& on, const table_description& table, column_index key)
        : connection_{on}, table_{table}, key_{key} {}

    /// So many keys that nobody else gets.
    std::vector<std::int64_t> reserve(std::size_t keys);

    /// Remembers a key that a row brings, unless it is NULL or one that no sequence can reach.
    void note_brought(const value_view& key) noexcept { brought_.note(key); }
    /// Moves the sequence behind the keys that were brought so far, so that later ones do not meet them. Their rows may
    /// be stored already.
    void move_behind_brought();

private:
    connection& connection_;
    const table_description& table_;
    column_index key_;
    sql::brought_keys brought_;
    std::int64_t moved_behind_ = 0;
};

}  // namespace aludel::postgresql
