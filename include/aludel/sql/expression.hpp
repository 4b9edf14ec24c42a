// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <aludel/model/table_description.hpp>
#include <aludel/model/value.hpp>

namespace aludel {

/// A column of a table, as statements name it.
struct column_reference {
    const table_description* table = nullptr;
    column_index column = 0;

    [[nodiscard]] const column_description& description() const { return table->columns[column]; }
};

enum class comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

enum class expression_kind : std::uint8_t {
    always_true,
    always_false,
    column,
    value,
    compare,      ///< operands[0] <comparison> operands[1]
    is_null,      ///< operands[0]
    is_not_null,  ///< operands[0]
    like,         ///< operands[0] against the pattern operands[1], escape '!'
    between,      ///< operands[0] between operands[1] and operands[2]
    in,           ///< operands[0] in `list`
    not_in,
    in_table,  ///< operands[0] in the column "value" of the table `name`
    not_in_table,
    negation,  ///< operands[0]
    all_of,    ///< operands joined by and
    any_of,    ///< operands joined by or
};

/// A condition, or a part of one, as plain data that owns its values.
struct expression {
    expression_kind kind = expression_kind::always_true;
    comparison compared = comparison::equal;
    bool ignore_case = false;
    column_reference column;
    aludel::value value;
    std::string name;
    std::vector<aludel::value> list;
    std::vector<expression> operands;
};

}  // namespace aludel
