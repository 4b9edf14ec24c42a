// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include <aludel/model/function_ref.hpp>

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// Plain inserts by LOAD DATA LOCAL, from memory. With LOCAL the server goes on over rows that it cannot store and
/// values that do not fit, and only warns (dev.mysql.com/doc/refman/8.0/en/load-data.html): whatever it says beside
/// "all rows, no warning" undoes the batch.
class load_data {
public:
    /// Whether rows of the plan are stored by it just as by an INSERT, as far as can be told beforehand.
    static bool suits(const bulk_target& target);

    explicit load_data(const bulk_target& target);

    /// Gives whole rows, none at the end.
    using rows_giver = function_ref<std::span<const value_view>()>;

    /// Inserts whole rows, and those that `more` gives while the statement runs. False: none of them is there, and an
    /// INSERT should be tried. Throws what ends the transaction or the connection, and what `more` throws.
    bool send(std::span<const value_view> values, rows_giver more);

private:
    bool load(std::span<const value_view> values, rows_giver more) const;

    const bulk_target& to_;
    std::string sql_;
};

}  // namespace aludel::mysql
