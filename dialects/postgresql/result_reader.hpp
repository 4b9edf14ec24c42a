// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <aludel/model/scratch.hpp>
#include <aludel/model/value_view.hpp>

#include "libpq.hpp"

namespace aludel::postgresql {

/// How the columns of a result are read: settled once, for all of its rows.
class result_reader {
public:
    /// Of `result` only the columns are looked at.
    void describe(const PGresult* result, bool is_binary);
    void clear() noexcept { columns_.clear(); }

    [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }

    /// Fills `values` from a row of the result, from `first_column` on. They borrow from the result and the scratch.
    void read(const PGresult* result, int row, std::size_t first_column, std::span<value_view> values,
              scratch& temporaries) const;
    /// Fills `values` from the fields of a row of COPY in binary format. Throws connection_lost for a row that ends
    /// before its fields do.
    void read(std::string_view fields, std::span<value_view> values, scratch& temporaries) const;

private:
    struct column {
        value_view (*read)(std::string_view bytes, scratch& temporaries);
        bool is_null_if_empty;
    };
    std::vector<column> columns_;
};

}  // namespace aludel::postgresql
