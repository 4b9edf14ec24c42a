// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <iterator>
#include <string>

#include <aludel/sql/condition.hpp>

namespace aludel::detail {
namespace {

expression with_operands(expression_kind kind, expression first) {
    expression made;
    made.kind = kind;
    made.operands.push_back(std::move(first));
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

expression compare(column_reference column, comparison compared, value right) {
    if (right.is_null()) {
        switch (compared) {
        case comparison::equal: return null_test(column, true);
        case comparison::not_equal: return null_test(column, false);
        default: return constant(false);  // NULL is neither less nor greater
        }
    }
    expression made = with_operands(expression_kind::compare, column_operand(column));
    made.compared = compared;
    made.operands.push_back(value_operand(std::move(right)));
    return made;
}

expression compare(column_reference left, comparison compared, column_reference right) {
    expression made = with_operands(expression_kind::compare, column_operand(left));
    made.compared = compared;
    made.operands.push_back(column_operand(right));
    return made;
}

expression null_test(column_reference column, bool is_null) {
    return with_operands(is_null ? expression_kind::is_null : expression_kind::is_not_null, column_operand(column));
}

expression membership(column_reference column, bool is_in, std::vector<value> list) {
    std::erase_if(list, [](const value& element) { return element.is_null(); });
    if (list.empty()) {
        return constant(!is_in);
    }
    expression made = with_operands(is_in ? expression_kind::in : expression_kind::not_in, column_operand(column));
    made.list = std::move(list);
    return made;
}

expression between(column_reference column, value least, value greatest) {
    if (least.is_null() || greatest.is_null()) {
        return constant(false);
    }
    expression made = with_operands(expression_kind::between, column_operand(column));
    made.operands.push_back(value_operand(std::move(least)));
    made.operands.push_back(value_operand(std::move(greatest)));
    return made;
}

expression matches(column_reference column, std::string_view before, std::string_view text, std::string_view behind,
                   bool ignore_case) {
    return like(column, std::string{before} + escaped(text) + std::string{behind}, ignore_case);
}

expression like(column_reference column, std::string_view pattern, bool ignore_case) {
    expression made = with_operands(expression_kind::like, column_operand(column));
    made.ignore_case = ignore_case;
    made.operands.push_back(value_operand(value{value_view::of_text(pattern)}));
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
