// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "load_data.hpp"

namespace aludel::mysql {

/// Stores batches that travel by LOAD DATA, with the effect of an INSERT.
class batch_loader {
public:
    batch_loader() = default;
    batch_loader(const batch_loader&) = delete;
    batch_loader& operator=(const batch_loader&) = delete;
    virtual ~batch_loader() = default;

    struct sizes {
        std::size_t fewest_rows;  ///< below, an INSERT is faster
        std::size_t most_rows;
    };
    /// Of a batch that is worth it.
    [[nodiscard]] virtual sizes batch_sizes() const noexcept = 0;

    /// Stores whole rows, and those that `more` gives while LOAD DATA runs; returns what the server counted, as for an
    /// INSERT. Nothing: none of them is there, an INSERT should be tried, and this is not to be used again. Throws what
    /// ends the transaction or the connection, what `more` throws, and what only the rows themselves can be to blame
    /// for.
    virtual std::optional<std::uint64_t> send(std::span<const value_view> values, load_data::rows_giver more) = 0;
};

/// For plain inserts, and for upserts of which `clause` stands behind the rows. Null where rows of the plan would not
/// be stored just as by an INSERT, as far as can be told beforehand. Borrows the target.
std::unique_ptr<batch_loader> open_batch_loader(const bulk_target& target, const std::string& clause);

}  // namespace aludel::mysql
