// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <aludel/model/function_ref.hpp>

#include "bulk_writer.hpp"
#include "row_text.hpp"

namespace aludel::mysql {

/// LOAD DATA LOCAL of rows in memory. With LOCAL the server goes on over rows that it cannot store and values that do
/// not fit, and only warns (dev.mysql.com/doc/refman/8.0/en/load-data.html): whatever it says beside "all rows, no
/// warning" is to be undone.
class load_data {
public:
    /// Whether the connection may do it and a column's text means there what its value means, for every column of the
    /// plan, as far as can be told beforehand.
    static bool suits(const bulk_target& target);

    /// Into a table that is given quoted, as is the list of its columns, which take the values of the plan's. Borrows
    /// the target.
    load_data(const bulk_target& target, const std::string& table, const std::string& columns);

    /// Gives whole rows, none at the end.
    using rows_giver = function_ref<std::span<const value_view>()>;

    /// Loads whole rows, and those that `more` gives while the statement runs; returns how many. Nothing: not all of
    /// them are there, or not as they are. Throws what ends the transaction or the connection, and what `more` throws.
    std::optional<std::uint64_t> send(std::span<const value_view> values, rows_giver more) const;

private:
    const bulk_target& to_;
    row_end end_;
    std::string sql_;
};

}  // namespace aludel::mysql
