// SPDX-License-Identifier: BSL-1.0
#include "condition_writer.hpp"

#include <aludel/error.hpp>

namespace aludel::sql {
namespace {

const char* operator_text(comparison compared) {
    switch (compared) {
    case comparison::equal: return " = ";
    case comparison::not_equal: return " <> ";
    case comparison::less: return " < ";
    case comparison::less_equal: return " <= ";
    case comparison::greater: return " > ";
    case comparison::greater_equal: return " >= ";
    }
    return " = ";
}

void append_list(statement_text& statement, target to, const expression& tree) {
    append_condition(statement, to, tree.operands[0]);
    statement.sql += tree.kind == expression_kind::in ? " in (" : " not in (";
    for (std::size_t i = 0; i < tree.list.size(); ++i) {
        statement.sql += i == 0 ? "" : ", ";
        append_parameter(statement, to, tree.list[i].view());
    }
    statement.sql += ')';
}

void append_joined(statement_text& statement, target to, const expression& tree) {
    const char* word = tree.kind == expression_kind::all_of ? " and " : " or ";
    statement.sql += '(';
    for (std::size_t i = 0; i < tree.operands.size(); ++i) {
        statement.sql += i == 0 ? "" : word;
        append_condition(statement, to, tree.operands[i]);
    }
    statement.sql += ')';
}

/// Writes a part by itself: its text, while its parameters join the statement's.
std::string text_of(statement_text& statement, target to, const expression& tree) {
    const std::size_t begin = statement.sql.size();
    append_condition(statement, to, tree);
    std::string text = statement.sql.substr(begin);
    statement.sql.resize(begin);
    return text;
}

void append_like(statement_text& statement, target to, const expression& tree) {
    std::string left = text_of(statement, to, tree.operands[0]);
    std::string pattern = text_of(statement, to, tree.operands[1]);
    if (tree.ignore_case) {
        left = "lower(" + left + ')';
        pattern = "lower(" + pattern + ')';
    }
    to.spell.append_like(statement.sql, left, pattern);
}

}  // namespace

void append_parameter(statement_text& statement, target to, const value_view& value) {
    statement.parameters.push_back(value);
    if (statement.parameters.size() > to.facts.max_parameters) {
        throw usage_error{"the statement has more than the " + std::to_string(to.facts.max_parameters) +
                          " parameters that this database takes; a stream takes no longer lists, list() does"};
    }
    append_placeholder(statement.sql, to.facts, statement.parameters.size());
}

void append_condition(statement_text& statement, target to, const expression& tree) {
    std::string& sql = statement.sql;
    switch (tree.kind) {
    case expression_kind::always_true: sql += "1 = 1"; return;
    case expression_kind::always_false: sql += "1 = 0"; return;
    case expression_kind::column: to.spell.append_identifier(sql, tree.column.description().name); return;
    case expression_kind::value: append_parameter(statement, to, tree.value.view()); return;
    case expression_kind::compare:
        append_condition(statement, to, tree.operands[0]);
        sql += operator_text(tree.compared);
        append_condition(statement, to, tree.operands[1]);
        return;
    case expression_kind::is_null:
    case expression_kind::is_not_null:
        append_condition(statement, to, tree.operands[0]);
        sql += tree.kind == expression_kind::is_null ? " is null" : " is not null";
        return;
    case expression_kind::like: append_like(statement, to, tree); return;
    case expression_kind::between:
        append_condition(statement, to, tree.operands[0]);
        sql += " between ";
        append_condition(statement, to, tree.operands[1]);
        sql += " and ";
        append_condition(statement, to, tree.operands[2]);
        return;
    case expression_kind::in:
    case expression_kind::not_in: append_list(statement, to, tree); return;
    case expression_kind::in_table:
    case expression_kind::not_in_table:
        append_condition(statement, to, tree.operands[0]);
        sql += tree.kind == expression_kind::in_table ? " in (select " : " not in (select ";
        to.spell.append_identifier(sql, "value");
        sql += " from ";
        to.spell.append_identifier(sql, tree.name);
        sql += ')';
        return;
    case expression_kind::negation:
        sql += "not (";
        append_condition(statement, to, tree.operands[0]);
        sql += ')';
        return;
    case expression_kind::all_of:
    case expression_kind::any_of: append_joined(statement, to, tree); return;
    }
}

void append_where(statement_text& statement, target to, const expression& tree) {
    if (tree.kind != expression_kind::always_true) {
        statement.sql += " where ";
        append_condition(statement, to, tree);
    }
}

}  // namespace aludel::sql
