// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <iterator>
#include <string>

#include <aludel/error.hpp>
#include <aludel/sql/condition.hpp>
#include <aludel/sql/function.hpp>
#include <aludel/sql/statements.hpp>

namespace aludel {
namespace {

bool same_column(const column_reference& left, const column_reference& right) {
    return left.table == right.table && left.column == right.column && left.alias == right.alias;
}

bool same_values(const value& left, const value& right) {
    return same_value(left.view(), right.view());
}

}  // namespace

expression::expression() = default;
expression::expression(const expression&) = default;
expression::expression(expression&&) noexcept = default;
expression& expression::operator=(const expression&) = default;
expression& expression::operator=(expression&&) noexcept = default;
expression::~expression() = default;

bool same_expression(const expression& left, const expression& right) {
    return left.kind == right.kind && left.compared == right.compared && left.called == right.called &&
           left.computed == right.computed && left.ignore_case == right.ignore_case &&
           same_column(left.column, right.column) && same_values(left.value, right.value) && left.name == right.name &&
           left.query == right.query && std::ranges::equal(left.list, right.list, same_values) &&
           std::ranges::equal(left.operands, right.operands, same_expression);
}

}  // namespace aludel

namespace aludel::detail {
namespace {

expression with_operands(expression_kind kind, expression first) {
    expression made;
    made.kind = kind;
    made.operands.push_back(std::move(first));
    return made;
}

expression with_operands(expression_kind kind, expression first, expression second) {
    expression made = with_operands(kind, std::move(first));
    made.operands.push_back(std::move(second));
    return made;
}

expression constant(bool truth) {
    expression made;
    made.kind = truth ? expression_kind::always_true : expression_kind::always_false;
    return made;
}

std::string escaped(std::string_view text) {
    std::string pattern;
    pattern.reserve(text.size());
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') {
            pattern += '!';
        }
        pattern += c;
    }
    return pattern;
}

}  // namespace

expression column_operand(column_reference column) {
    expression made;
    made.kind = expression_kind::column;
    made.column = column;
    return made;
}

expression value_operand(value owned) {
    expression made;
    made.kind = expression_kind::value;
    made.value = std::move(owned);
    return made;
}

expression compare(expression left, comparison compared, value right) {
    if (right.is_null()) {
        switch (compared) {
        case comparison::equal: return null_test(std::move(left), true);
        case comparison::not_equal: return null_test(std::move(left), false);
        default: return constant(false);  // NULL is neither less nor greater
        }
    }
    return compare(std::move(left), compared, value_operand(std::move(right)));
}

expression compare(expression left, comparison compared, expression right) {
    expression made = with_operands(expression_kind::compare, std::move(left), std::move(right));
    made.compared = compared;
    return made;
}

expression compare(column_reference left, comparison compared, value right) {
    return compare(column_operand(left), compared, std::move(right));
}

expression null_test(expression operand, bool is_null) {
    return with_operands(is_null ? expression_kind::is_null : expression_kind::is_not_null, std::move(operand));
}

expression membership(expression operand, bool is_in, std::vector<value> list) {
    std::erase_if(list, [](const value& element) { return element.is_null(); });
    if (list.empty()) {
        return constant(!is_in);
    }
    expression made = with_operands(is_in ? expression_kind::in : expression_kind::not_in, std::move(operand));
    made.list = std::move(list);
    return made;
}

expression membership(column_reference column, bool is_in, std::vector<value> list) {
    return membership(column_operand(column), is_in, std::move(list));
}

expression membership(expression operand, bool is_in, std::shared_ptr<const sql::select_query> query) {
    expression made =
        with_operands(is_in ? expression_kind::in_query : expression_kind::not_in_query, std::move(operand));
    made.query = std::move(query);
    return made;
}

expression between(expression operand, value least, value greatest) {
    if (least.is_null() || greatest.is_null()) {
        return constant(false);
    }
    expression made = with_operands(expression_kind::between, std::move(operand), value_operand(std::move(least)));
    made.operands.push_back(value_operand(std::move(greatest)));
    return made;
}

expression matches(expression operand, std::string_view before, std::string_view text, std::string_view behind,
                   bool ignore_case) {
    return like(std::move(operand), std::string{before} + escaped(text) + std::string{behind}, ignore_case);
}

expression like(expression operand, std::string_view pattern, bool ignore_case) {
    // SQLite's LIKE reads a pattern up to there, and "%" finds every row (seen with 3.40.1).
    if (pattern.find('\0') != std::string_view::npos) {
        throw usage_error{"the text to look for holds a NUL character, at which some databases end a pattern; compare "
                          "with ==, or leave it out"};
    }
    expression made =
        with_operands(expression_kind::like, std::move(operand), value_operand(value{value_view::of_text(pattern)}));
    made.ignore_case = ignore_case;
    return made;
}

expression call(sql_function function, value_kind of, expression operand) {
    expression made;
    made.kind = expression_kind::function;
    made.called = function;
    made.of = of;
    if (function != sql_function::count_rows) {
        made.operands.push_back(std::move(operand));
    }
    return made;
}

expression coalesce(value_kind of, expression first, expression second) {
    expression made = call(sql_function::coalesce, of, std::move(first));
    made.operands.push_back(std::move(second));
    return made;
}

expression compute(expression left, arithmetic computed, expression right) {
    expression made = with_operands(expression_kind::computation, std::move(left), std::move(right));
    made.computed = computed;
    return made;
}

expression raw(std::string_view text, std::vector<expression> operands) {
    expression made;
    made.kind = expression_kind::raw;
    made.name = text;
    made.operands = std::move(operands);
    return made;
}

expression exists(std::shared_ptr<const sql::select_query> query) {
    expression made;
    made.kind = expression_kind::exists;
    made.query = std::move(query);
    return made;
}

expression join(expression_kind kind, expression left, expression right) {
    expression made;
    made.kind = kind;
    for (expression* side : {&left, &right}) {
        if (side->kind == kind) {
            std::move(side->operands.begin(), side->operands.end(), std::back_inserter(made.operands));
        } else {
            made.operands.push_back(std::move(*side));
        }
    }
    return made;
}

expression negate(expression operand) {
    return with_operands(expression_kind::negation, std::move(operand));
}

}  // namespace aludel::detail
