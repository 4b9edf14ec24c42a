// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// Tells an insert's rows as they are stored, where that is what was sent and keys that the database counts.
class key_teller {
public:
    /// Whether nothing else is asked for.
    static bool suits(const bulk_plan& plan);

    explicit key_teller(const bulk_target& target);

    /// The rows of one statement must all bring their keys, or all ask for them: where both stand side by side the
    /// server does not tell which keys it made.
    [[nodiscard]] bool go_together(std::span<const value_view> one, std::span<const value_view> other) const;

    /// Tells the rows of one statement. `first_key`: the first one that it made.
    void tell(std::span<const value_view> values, std::uint64_t first_key);

    /// Whether the row leaves a counted key to the database.
    [[nodiscard]] bool asks_for_key(std::span<const value_view> row) const;

private:
    const bulk_target& to_;
    bool counts_keys_ = false;
    std::size_t sent_place_ = 0;      ///< of the counted key among the columns that are sent; behind them: not sent
    std::size_t returned_place_ = 0;  ///< likewise, among those that are wanted back
    std::vector<value_view> told_;
    std::uint64_t rows_told_ = 0;
};

}  // namespace aludel::mysql
