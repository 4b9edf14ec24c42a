// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>

#include "byte_buffer.hpp"
#include "connection.hpp"
#include "values.hpp"
#include "wire.hpp"

namespace aludel::postgresql {

/// One column that a bulk load sends.
struct bulk_column {
    column_index index = 0;
    wire_form form{};
    element_writer write = nullptr;  ///< for the form
    bool is_direct = false;          ///< the column takes the binary form without a conversion
    bool is_exact = false;           ///< values that differ in their bytes differ to the server
    std::string cast;                ///< the type that text is cast to, where the server would not convert it by itself
};

/// What a bulk load must know of its table as it really is: a table that was not made by aludel, or made with types
/// of the user's choice, has other types than the struct's.
struct bulk_load {
    std::vector<bulk_column> columns;
    std::optional<bulk_column> key;  ///< the table's counted key, sent or not
    bool takes_copy = false;         ///< a table without rules and row security that apply to us
    bool is_partitioned = false;
    bool has_row_triggers = false;  ///< that run before an insert and may change what is stored
    bool counts_keys = false;       ///< the key is of an integer type, with a sequence of its own that we may ask
};

/// Reads the table's columns from the catalog, in one round trip.
bulk_load describe_load(connection& on, const bulk_plan& plan);

/// Throws the mapping_error that names the column.
[[noreturn]] void refuse_value(const bulk_plan& plan, const bulk_column& column, const value_view& value);

/// Writes a row's value as COPY and arrays hold it, NULL as well; takes no more than room_for() it. Returns the end.
inline char* write_value(char* to, const bulk_plan& plan, const bulk_column& column, const value_view& value) {
    if (value.is_null()) {
        return store(to, std::int32_t{-1});
    }
    char* const end = column.write(to, value);
    if (end == nullptr) {
        refuse_value(plan, column, value);
    }
    return end;
}

}  // namespace aludel::postgresql
