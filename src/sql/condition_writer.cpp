// SPDX-License-Identifier: BSL-1.0
#include "condition_writer.hpp"

#include <algorithm>

#include <aludel/error.hpp>

#include "select_writer.hpp"

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

bool same_table(const table_description& left, const table_description& right) {
    return &left == &right || (left.name == right.name && left.schema == right.schema);
}

bool has_source(const select_query& query, const column_reference& column) {
    const auto is_it = [&column](const table_description* table, std::string_view alias) {
        return table != nullptr && alias == column.alias && same_table(*table, *column.table);
    };
    return is_it(query.table, query.alias) || std::ranges::any_of(query.joins, [&](const joined_table& joined) {
               return is_it(joined.table, joined.alias);
           });
}

bool is_within(const scope* in, const column_reference& column) {
    return in != nullptr && (has_source(*in->query, column) || is_within(in->outer, column));
}

/// Whether the column is one of a query around this one, which does not see it.
bool is_hidden(const scope* in, const column_reference& column) {
    return in != nullptr && (is_within(in->hidden, column) || is_hidden(in->outer, column));
}

[[noreturn]] void refuse_unknown(const scope& in, const column_reference& column) {
    const std::string source =
        std::string{column.table->name} + (column.alias.empty() ? "" : " under the alias " + std::string{column.alias});
    const std::string why = is_hidden(&in, column)
                                ? " is a table of the query around it, which a query in in() does not see when it has "
                                  "aggregates, groups, a limit or a union; ask with exists() instead"
                                : " is not one of its tables; join it, or leave the column out";
    throw usage_error{"the query names the column " + place_of(*column.table, column.column) + ", but " + source + why,
                      {.table = std::string{column.table->name}, .column = std::string{column.description().name}}};
}

/// A column is qualified where another table could have one of its name.
void append_column(statement_text& statement, target to, const scope& in, const column_reference& column) {
    if (!is_within(&in, column)) {
        refuse_unknown(in, column);
    }
    const bool stands_alone = in.outer == nullptr && in.query->joins.empty() && in.query->alias.empty();
    if (!stands_alone) {
        to.spell.append_identifier(statement.sql, column.alias.empty() ? column.table->name : column.alias);
        statement.sql += '.';
    }
    to.spell.append_identifier(statement.sql, column.description().name);
}

void append_list(statement_text& statement, target to, const scope& in, const expression& tree) {
    append_expression(statement, to, in, tree.operands[0]);
    statement.sql += tree.kind == expression_kind::in ? " in (" : " not in (";
    for (std::size_t i = 0; i < tree.list.size(); ++i) {
        statement.sql += i == 0 ? "" : ", ";
        append_parameter(statement, to, tree.list[i].view());
    }
    statement.sql += ')';
}

/// "(a, b) > (?, ?)"
void append_row_comparison(statement_text& statement, target to, const scope& in, const expression& tree) {
    const std::size_t width = tree.operands.size() / 2;
    statement.sql += '(';
    for (std::size_t i = 0; i < tree.operands.size(); ++i) {
        if (i == width) {
            statement.sql.append(")").append(operator_text(tree.compared)).append("(");
        } else if (i != 0) {
            statement.sql += ", ";
        }
        append_expression(statement, to, in, tree.operands[i]);
    }
    statement.sql += ')';
}

void append_joined(statement_text& statement, target to, const scope& in, const expression& tree) {
    const char* word = tree.kind == expression_kind::all_of ? " and " : " or ";
    statement.sql += '(';
    for (std::size_t i = 0; i < tree.operands.size(); ++i) {
        statement.sql += i == 0 ? "" : word;
        append_expression(statement, to, in, tree.operands[i]);
    }
    statement.sql += ')';
}

void append_like(statement_text& statement, target to, const scope& in, const expression& tree) {
    std::string left = text_of(statement, to, in, tree.operands[0]);
    std::string pattern = text_of(statement, to, in, tree.operands[1]);
    if (tree.operands[0].kind != expression_kind::column) {
        left = '(' + left + ')';
    }
    if (tree.ignore_case) {
        left = "lower(" + left + ')';
        pattern = "lower(" + pattern + ')';
    }
    to.spell.append_like(statement.sql, left, pattern);
}

void append_call(statement_text& statement, target to, const scope& in, const expression& tree) {
    std::string operand = tree.operands.empty() ? "*" : text_of(statement, to, in, tree.operands[0]);
    for (std::size_t i = 1; i < tree.operands.size(); ++i) {
        operand += ", ";
        operand += text_of(statement, to, in, tree.operands[i]);
    }
    to.spell.append_function(statement.sql, tree.called, tree.of, operand);
}

bool is_zero(const value_view& number) {
    return number.kind() == value_kind::float64 ? number.number() == 0 : number.integer() == 0;
}

/// A divisor of zero is NULL: some databases make an error of it, some do not.
void append_divisor(statement_text& statement, target to, const scope& in, const expression& divisor) {
    const bool never_zero = divisor.kind == expression_kind::value && !is_zero(divisor.value.view());
    statement.sql += never_zero ? "" : "nullif(";
    append_expression(statement, to, in, divisor);
    statement.sql += never_zero ? "" : ", 0)";
}

/// Whether the number is an integer of less than 64 bits.
bool is_narrow(const expression& number) {
    const auto is_narrow_kind = [](value_kind kind) {
        return kind == value_kind::int16 || kind == value_kind::int32;
    };
    if (number.kind == expression_kind::column) {
        return is_narrow_kind(number.column.description().kind);
    }
    if (number.kind != expression_kind::function) {
        return false;  // values and what is computed are wide
    }
    const bool is_of_its_operand = number.called == sql_function::coalesce || number.called == sql_function::min ||
                                   number.called == sql_function::max;
    return number.called == sql_function::length || (is_of_its_operand && is_narrow_kind(number.of));
}

void append_computation(statement_text& statement, target to, const scope& in, const expression& tree) {
    const bool widens =
        to.facts.integers_keep_their_width && is_narrow(tree.operands[0]) && is_narrow(tree.operands[1]);
    statement.sql += widens ? "(cast(" : "(";
    append_expression(statement, to, in, tree.operands[0]);
    statement.sql += widens ? " as bigint)" : "";
    switch (tree.computed) {
    case arithmetic::add: statement.sql += " + "; break;
    case arithmetic::subtract: statement.sql += " - "; break;
    case arithmetic::multiply: statement.sql += " * "; break;
    case arithmetic::divide: statement.sql += " / "; break;
    case arithmetic::divide_integers: statement.sql += to.facts.integer_division; break;
    }
    if (tree.computed == arithmetic::divide || tree.computed == arithmetic::divide_integers) {
        append_divisor(statement, to, in, tree.operands[1]);
    } else {
        append_expression(statement, to, in, tree.operands[1]);
    }
    statement.sql += ')';
}

/// The text was checked when the expression was made: every brace has its pair.
void append_raw(statement_text& statement, target to, const scope& in, const expression& tree) {
    std::size_t used = 0;
    statement.sql += '(';
    for (std::size_t i = 0; i < tree.name.size(); ++i) {
        const char c = tree.name[i];
        if (c == '{' && tree.name[i + 1] == '}') {
            append_expression(statement, to, in, tree.operands[used++]);
        } else {
            statement.sql += c;
        }
        i += c == '{' || c == '}' ? 1 : 0;
    }
    statement.sql += ')';
}

void append_table_membership(statement_text& statement, target to, const scope& in, const expression& tree) {
    std::string& sql = statement.sql;
    append_expression(statement, to, in, tree.operands[0]);
    sql += tree.kind == expression_kind::in_table ? " in (select " : " not in (select ";
    to.spell.append_identifier(sql, "value");
    sql += " from ";
    if (in.changed == nullptr) {
        to.spell.append_identifier(sql, tree.name);
    } else {
        // MySQL 5.6 and MariaDB 10.11 go through the table again for each row that they may change (2000 rows and
        // 100 000 values: 12 s), but make an index of what a "distinct" derives from it (0.1 s).
        sql += "(select distinct ";
        to.spell.append_identifier(sql, "value");
        sql += " from ";
        to.spell.append_identifier(sql, tree.name);
        sql += ") as ";
        to.spell.append_identifier(sql, "listed");
    }
    sql += ')';
}

/// One of the query's groups, with the parameters of the first time that it was written.
bool append_as_group(statement_text& statement, target to, const scope& in, const expression& tree) {
    const std::vector<expression>& groups = in.query->groups;
    const auto group = std::ranges::find_if(groups, [&](const expression& each) {
        return each.kind != expression_kind::column && same_expression(each, tree);
    });
    if (group == groups.end()) {
        return false;
    }
    std::string& text = (*in.groups)[static_cast<std::size_t>(group - groups.begin())];
    if (text.empty()) {
        text = text_of(statement, to, {in.query, in.outer, in.changed, in.hidden}, tree);
    }
    statement.sql += text;
    return true;
}

}  // namespace

std::string text_of(statement_text& statement, target to, const scope& in, const expression& tree) {
    const std::size_t begin = statement.sql.size();
    append_expression(statement, to, in, tree);
    std::string text = statement.sql.substr(begin);
    statement.sql.resize(begin);
    return text;
}

void append_parameter(statement_text& statement, target to, const value_view& value) {
    statement.parameters.push_back(value);
    if (statement.parameters.size() > to.facts.max_parameters) {
        throw usage_error{"the statement has more than the " + std::to_string(to.facts.max_parameters) +
                          " parameters that this database takes; a stream takes no longer lists, list() does"};
    }
    append_placeholder(statement.sql, to.facts, statement.parameters.size());
}

void append_expression(statement_text& statement, target to, const scope& in, const expression& tree) {
    std::string& sql = statement.sql;
    if (in.groups != nullptr && append_as_group(statement, to, in, tree)) {
        return;
    }
    switch (tree.kind) {
    case expression_kind::always_true: sql += "1 = 1"; return;
    case expression_kind::always_false: sql += "1 = 0"; return;
    case expression_kind::column: append_column(statement, to, in, tree.column); return;
    case expression_kind::value: append_parameter(statement, to, tree.value.view()); return;
    case expression_kind::compare:
        append_expression(statement, to, in, tree.operands[0]);
        sql += operator_text(tree.compared);
        append_expression(statement, to, in, tree.operands[1]);
        return;
    case expression_kind::compare_rows: append_row_comparison(statement, to, in, tree); return;
    case expression_kind::is_null:
    case expression_kind::is_not_null:
        append_expression(statement, to, in, tree.operands[0]);
        sql += tree.kind == expression_kind::is_null ? " is null" : " is not null";
        return;
    case expression_kind::like: append_like(statement, to, in, tree); return;
    case expression_kind::between:
        append_expression(statement, to, in, tree.operands[0]);
        sql += " between ";
        append_expression(statement, to, in, tree.operands[1]);
        sql += " and ";
        append_expression(statement, to, in, tree.operands[2]);
        return;
    case expression_kind::in:
    case expression_kind::not_in: append_list(statement, to, in, tree); return;
    case expression_kind::in_table:
    case expression_kind::not_in_table: append_table_membership(statement, to, in, tree); return;
    case expression_kind::negation:
        sql += "not (";
        append_expression(statement, to, in, tree.operands[0]);
        sql += ')';
        return;
    case expression_kind::all_of:
    case expression_kind::any_of: append_joined(statement, to, in, tree); return;
    case expression_kind::function: append_call(statement, to, in, tree); return;
    case expression_kind::computation: append_computation(statement, to, in, tree); return;
    case expression_kind::raw: append_raw(statement, to, in, tree); return;
    case expression_kind::exists: append_exists(statement, to, in, *tree.query); return;
    case expression_kind::in_query:
    case expression_kind::not_in_query: append_membership(statement, to, in, tree); return;
    }
}

void append_where(statement_text& statement, target to, const scope& in, const expression& tree) {
    if (tree.kind != expression_kind::always_true) {
        statement.sql += " where ";
        append_expression(statement, to, in, tree);
    }
}

}  // namespace aludel::sql
