// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>

#include "connection.hpp"
#include "values.hpp"

namespace aludel::postgresql {

/// One column that a bulk load sends.
struct bulk_column {
    column_index index = 0;
    wire_form form{};
    bool is_direct = false;  ///< the column takes the binary form without a conversion
    std::string cast;        ///< the type that text is cast to, where the server would not convert it by itself
};

/// What a bulk load must know of its table as it really is: a table that was not made by aludel, or made with types
/// of the user's choice, has other types than the struct's.
struct bulk_load {
    std::vector<bulk_column> columns;
    bool takes_copy = false;  ///< a table without rules and row security that apply to us
    bool is_partitioned = false;
};

/// Reads the table's columns from the catalog, in one round trip.
bulk_load describe_load(connection& on, const bulk_plan& plan);

/// Appends a row's value as COPY and arrays hold it, NULL as well. Throws mapping_error naming the column.
void append_value(std::string& bytes, const bulk_plan& plan, const bulk_column& column, const value_view& value);

}  // namespace aludel::postgresql
