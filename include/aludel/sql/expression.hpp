// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_description.hpp>
#include <aludel/model/value.hpp>

namespace aludel {

namespace sql {
struct select_query;
}

/// A column of a table, as statements name it.
struct column_reference {
    const table_description* table = nullptr;
    column_index column = 0;
    std::string_view alias{};  ///< the name that the statement gives the table; empty: its own. Static storage.

    [[nodiscard]] const column_description& description() const { return table->columns[column]; }
};

enum class comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

enum class sql_function : std::uint8_t {
    lower,
    upper,
    length,  ///< characters
    coalesce,
    count_rows,
    count,
    count_distinct,
    sum,
    avg,
    min,
    max,
};

/// Whether the function makes one value of many rows.
constexpr bool is_aggregate(sql_function function) noexcept {
    return function >= sql_function::count_rows;
}

enum class arithmetic : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    divide_integers,  ///< what is left of the quotient without its fraction
};

enum class expression_kind : std::uint8_t {
    always_true,
    always_false,
    column,
    value,
    compare,       ///< operands[0] <comparison> operands[1]
    compare_rows,  ///< (the first half of the operands) <comparison> (the second half)
    is_null,       ///< operands[0]
    is_not_null,   ///< operands[0]
    like,          ///< operands[0] against the pattern operands[1], escape '!'
    between,       ///< operands[0] between operands[1] and operands[2]
    in,            ///< operands[0] in `list`
    not_in,
    in_table,  ///< operands[0] in the column "value" of the table `name`
    not_in_table,
    negation,     ///< operands[0]
    all_of,       ///< operands joined by and
    any_of,       ///< operands joined by or
    function,     ///< `called` with the operands
    computation,  ///< operands[0] <computed> operands[1]
    raw,          ///< `name` is SQL, in which each {} is an operand
    exists,       ///< `query` has a row
    in_query,     ///< operands[0] in the only column of `query`
    not_in_query,
};

/// A condition, or a part of one, as plain data that owns its values.
struct expression {
    // Compiled once, and not in every program that makes a condition.
    expression();
    expression(const expression&);
    expression(expression&&) noexcept;
    expression& operator=(const expression&);
    expression& operator=(expression&&) noexcept;
    ~expression();

    expression_kind kind = expression_kind::always_true;
    comparison compared = comparison::equal;
    sql_function called = sql_function::count_rows;
    arithmetic computed = arithmetic::add;
    bool ignore_case = false;
    value_kind of = value_kind::null;  ///< for functions: what the first operand travels as
    column_reference column;
    aludel::value value;
    std::string name;
    std::vector<aludel::value> list;
    std::vector<expression> operands;
    std::shared_ptr<const sql::select_query> query;
};

/// Whether the two say the same, values included.
bool same_expression(const expression& left, const expression& right);

}  // namespace aludel
