// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace aludel::mysql {

/// Rows, and the bytes that they take on the wire.
struct row_amount {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;

    row_amount& operator+=(const row_amount& more) {
        rows += more.rows;
        bytes += more.bytes;
        return *this;
    }
};

/// Where a batch of rows ends.
struct batch_limits {
    /// Few enough to stay in the processor's nearer memory until they are taken.
    static constexpr std::uint64_t most_rows_at_once = 64;

    std::uint64_t rows;
    std::uint64_t bytes;  ///< with fewer it takes one more row

    [[nodiscard]] bool are_reached_by(const row_amount& waiting) const {
        return waiting.rows >= rows || waiting.bytes >= bytes;
    }

    /// How many rows to read at once, while they are not reached: as many as the batch has room for, going by the size
    /// of those so far; one at least, and most_rows_at_once at most.
    [[nodiscard]] std::size_t rows_at_once(const row_amount& waiting, const row_amount& sent) const {
        assert(!are_reached_by(waiting));
        const std::uint64_t rows_so_far = std::max<std::uint64_t>(1, sent.rows + waiting.rows);
        const std::uint64_t bytes_of_row = (sent.bytes + waiting.bytes) / rows_so_far + 1;
        return std::clamp<std::uint64_t>((bytes - waiting.bytes) / bytes_of_row, 1,
                                         std::min(most_rows_at_once, rows - waiting.rows));
    }
};

}  // namespace aludel::mysql
