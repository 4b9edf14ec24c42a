// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bulk_writer.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::mysql {

/// The sequence that a load takes its keys from. Sequences are in no transaction: keys that were taken are gone even
/// after a rollback.
class key_sequence {
public:
    /// `key`: the column, which comes from a sequence. Borrows the target's wire and table.
    key_sequence(const bulk_target& target, column_index key);

    /// A key that nobody else gets, greater than all that were taken, or brought and noted, so far; as the column takes
    /// it. `expected`: how many more are going to be asked for at most, if that is known, else 0. Throws mapping_error
    /// for one that the column cannot hold, statement_error when the sequence has run out.
    value_view next(std::uint64_t expected);

    /// Remembers a key that a row brings, unless it is one that no sequence can reach.
    void note_brought(const value_view& key) noexcept { brought_.note(key); }
    /// Moves the sequence behind the keys that were brought so far, so that later ones do not meet them.
    void move_behind_brought();

private:
    void take_block(std::uint64_t expected);

    wire& wire_;
    const table_description& table_;
    column_index key_;
    std::string take_;  ///< the query for keys, without their number
    std::string move_;
    std::vector<std::uint64_t> block_;
    std::size_t next_in_block_ = 0;
    std::uint64_t guess_ = 0;  ///< of how many more are going to be asked for
    sql::brought_keys brought_;
    std::int64_t moved_behind_ = 0;
};

}  // namespace aludel::mysql
