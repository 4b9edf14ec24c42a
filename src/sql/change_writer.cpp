// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <chrono>
#include <numeric>

#include <aludel/error.hpp>
#include <aludel/sql/spelling.hpp>

#include "condition_writer.hpp"
#include "key_sequence.hpp"

namespace aludel::sql {
namespace {

/// Binds the value and gives what stands for it.
std::string assigned_value(statement_text& statement, target to, const table_description& table,
                           const assignment& change) {
    if (change.computed != nullptr) {
        const select_query about{.table = &table};
        return text_of(statement, to, {&about, nullptr, &table}, *change.computed);
    }
    statement.parameters.push_back(change.value);
    std::string placeholder;
    append_placeholder(placeholder, to.facts, statement.parameters.size());
    if (!change.or_default) {
        return placeholder;
    }
    std::string value;
    append_inserted_value(value, to, table, change.column, placeholder);
    return value;
}

/// "case when <an assignment changes something> then <now> else <as it was> end". Stands before the assignments:
/// some databases let later assignments see what earlier ones made.
void append_touch(statement_text& statement, target to, const update_statement& update, std::string_view touched) {
    statement.sql += touched;
    statement.sql += " = case when ";
    const char* separator = "";
    for (const assignment& change : update.assignments) {
        std::string column;
        to.spell.append_identifier(column, update.table->columns[change.column].name);
        const std::string value = assigned_value(statement, to, *update.table, change);
        statement.sql += separator;
        append_differs(statement.sql, to.facts, column, value);
        separator = " or ";
    }
    statement.sql += " then ";
    append_parameter(statement, to, *update.touched_at);
    statement.sql += " else ";
    statement.sql += touched;
    statement.sql += " end, ";
}

bool assigns(std::span<const assignment> assignments, std::size_t column) {
    return std::any_of(assignments.begin(), assignments.end(),
                       [column](const assignment& change) { return change.column == column; });
}

void append_touches(statement_text& statement, target to, const update_statement& update) {
    for (std::size_t i = 0; i < update.table->columns.size(); ++i) {
        const column_description& column = update.table->columns[i];
        if (column.role == column_role::updated_at && !assigns(update.assignments, i)) {
            std::string name;
            to.spell.append_identifier(name, column.name);
            append_touch(statement, to, update, name);
        }
    }
}

void append_returning(std::string& sql, target to, const table_description& table,
                      std::span<const column_index> columns) {
    if (!columns.empty()) {
        sql += " returning ";
        append_column_list(sql, to.spell, table, columns);
    }
}

void append_update_branch(std::string& sql, target to, const table_description& table, const conflict_policy& policy,
                          std::string_view noticed) {
    sql += " do update set ";
    std::string changes;
    const char* separator = "";
    for (const column_index index : policy.updates) {
        std::string name;
        std::string proposed;
        to.spell.append_identifier(name, table.columns[index].name);
        to.spell.append_proposed_value(proposed, table.columns[index].name);
        sql += separator + name + " = " + proposed;
        separator = ", ";
        if (table.columns[index].role == column_role::updated_at) {
            continue;  // moves when something else changes, and only then
        }
        std::string qualified;
        append_table_name(qualified, to.spell, table);
        changes += changes.empty() ? "" : " or ";
        append_differs(changes, to.facts, qualified + '.' + name, proposed);
    }
    sql += " where ";
    sql += noticed.empty() ? changes : '(' + changes + ") and " + std::string{noticed};
}

/// Stands last: what other columns are computed from is the version as it was.
void append_next_version(std::string& sql, target to, const update_statement& update) {
    const std::optional<column_index> version = version_column(*update.table);
    if (version && !update.assignments.empty() && !assigns(update.assignments, *version)) {
        std::string name;
        to.spell.append_identifier(name, update.table->columns[*version].name);
        sql += ", ";
        sql += name;
        sql += " = ";
        sql += name;
        sql += " + 1";
    }
}

bool reads(const expression& tree, column_index column) {
    return (tree.kind == expression_kind::column && tree.column.column == column) ||
           std::ranges::any_of(tree.operands, [column](const expression& operand) { return reads(operand, column); });
}

[[noreturn]] void refuse_turns() {
    throw usage_error{"this server cannot compute columns from each other's old values in one update; run two"};
}

/// Whether a column is computed from the time of the change, which moves before the other columns do.
bool reads_moved_time(const update_statement& update) {
    return update.touched_at && std::ranges::any_of(update.assignments, [&update](const assignment& change) {
               for (std::size_t i = 0; change.computed != nullptr && i < update.table->columns.size(); ++i) {
                   const bool moves =
                       update.table->columns[i].role == column_role::updated_at && !assigns(update.assignments, i);
                   if (moves && reads(*change.computed, static_cast<column_index>(i))) {
                       return true;
                   }
               }
               return false;
           });
}

/// Where assignments see what earlier ones made: each column changes when nobody reads it any more.
std::vector<assignment> in_turn(const update_statement& update) {
    if (reads_moved_time(update)) {
        refuse_turns();
    }
    std::vector<assignment> waiting{update.assignments.begin(), update.assignments.end()};
    std::vector<assignment> ordered;
    while (!waiting.empty()) {
        const auto next = std::ranges::find_if(waiting, [&waiting](const assignment& candidate) {
            return std::ranges::none_of(waiting, [&candidate](const assignment& other) {
                return &other != &candidate && other.computed != nullptr && reads(*other.computed, candidate.column);
            });
        });
        if (next == waiting.end()) {
            refuse_turns();
        }
        ordered.push_back(*next);
        waiting.erase(next);
    }
    return ordered;
}

}  // namespace

void append_differs(std::string& sql, const syntax& facts, std::string_view left, std::string_view right) {
    sql += facts.null_safe == null_safe_equality::spaceship ? "not (" : "";
    sql += left;
    switch (facts.null_safe) {
    case null_safe_equality::is_not_distinct_from: sql += " is distinct from "; break;
    case null_safe_equality::is: sql += " is not "; break;
    case null_safe_equality::spaceship: sql += " <=> "; break;
    }
    sql += right;
    sql += facts.null_safe == null_safe_equality::spaceship ? ")" : "";
}

statement_text write_update(target to, const update_statement& asked) {
    update_statement update = asked;
    std::vector<assignment> ordered;
    if (to.facts.assigns_in_turn) {
        ordered = in_turn(asked);
        update.assignments = ordered;
    }
    statement_text statement{.sql = "update ", .parameters = {}};
    append_table_name(statement.sql, to.spell, *update.table);
    statement.sql += " set ";
    if (update.touched_at && !update.assignments.empty()) {
        append_touches(statement, to, update);
    }
    for (std::size_t i = 0; i < update.assignments.size(); ++i) {
        statement.sql += i == 0 ? "" : ", ";
        to.spell.append_identifier(statement.sql, update.table->columns[update.assignments[i].column].name);
        statement.sql += " = ";
        statement.sql += assigned_value(statement, to, *update.table, update.assignments[i]);
    }
    append_next_version(statement.sql, to, update);
    const select_query about{.table = update.table};
    append_where(statement, to, {&about, nullptr, update.table}, *update.where);
    if (update.returning) {
        std::vector<column_index> all(update.table->columns.size());
        std::iota(all.begin(), all.end(), column_index{0});
        append_returning(statement.sql, to, *update.table, all);
    }
    return statement;
}

statement_text write_delete(target to, const delete_statement& removal) {
    statement_text statement{.sql = "delete from ", .parameters = {}};
    append_table_name(statement.sql, to.spell, *removal.table);
    const select_query about{.table = removal.table};
    append_where(statement, to, {&about, nullptr, removal.table}, *removal.where);
    return statement;
}

void append_inserted_value(std::string& sql, target to, const table_description& table, column_index index,
                           std::string_view placeholder) {
    const column_description& column = table.columns[index];
    if (comes_from_sequence(to.facts, column)) {
        sql += "coalesce(" + std::string{placeholder} + ", ";
        to.spell.append_next_key(sql, quoted_name(to.spell, sequence_of(to.facts, table, column)));
        sql += ')';
    } else if (is_counted(column)) {
        to.spell.append_generated_key_value(sql, table, column, placeholder);
    } else if (column.generated == key::server_uuid) {
        sql += "coalesce(" + std::string{placeholder} + ", ";
        to.spell.append_server_uuid(sql);
        sql += ')';
    } else if (!column.default_expression.empty()) {
        sql += "coalesce(" + std::string{placeholder} + ", (" + std::string{column.default_expression} + "))";
    } else {
        sql += placeholder;
    }
}

void append_conflict_clause(std::string& sql, target to, const table_description& table, const conflict_policy& policy,
                            std::string_view noticed) {
    if (policy.action == conflict_action::fail) {
        return;
    }
    if (to.facts.upsert == upsert_syntax::on_duplicate_key) {
        sql += " on duplicate key update ";
        to.spell.append_duplicate_assignments(sql, table, policy);
        return;
    }
    sql += " on conflict (";
    append_column_list(sql, to.spell, table, policy.key);
    sql += ')';
    const bool changes = std::any_of(policy.updates.begin(), policy.updates.end(), [&](column_index column) {
        return table.columns[column].role != column_role::updated_at;
    });
    if (policy.action == conflict_action::do_nothing || !changes) {
        sql += " do nothing";  // moving updated_at alone is no change
    } else {
        append_update_branch(sql, to, table, policy, noticed);
    }
}

std::string write_insert(target to, const insert_statement& insert) {
    std::string sql = "insert into ";
    append_table_name(sql, to.spell, *insert.table);
    sql += ' ';
    if (insert.columns.empty()) {
        sql += to.facts.empty_insert;
    } else {
        sql += '(';
        append_column_list(sql, to.spell, *insert.table, insert.columns);
        sql += ") values ";
    }
    std::size_t number = 0;
    for (std::size_t row = 0; row < insert.rows && !insert.columns.empty(); ++row) {
        sql += row == 0 ? "(" : ", (";
        for (std::size_t i = 0; i < insert.columns.size(); ++i) {
            sql += i == 0 ? "" : ", ";
            std::string placeholder;
            append_placeholder(placeholder, to.facts, ++number);
            append_inserted_value(sql, to, *insert.table, insert.columns[i], placeholder);
        }
        sql += ')';
    }
    if (insert.policy != nullptr) {
        append_conflict_clause(sql, to, *insert.table, *insert.policy);
    }
    append_returning(sql, to, *insert.table, insert.returning);
    return sql;
}

value_view present_time() {
    using std::chrono::floor, std::chrono::microseconds, std::chrono::system_clock;
    return value_view::of_timestamp(floor<microseconds>(system_clock::now()).time_since_epoch().count());
}

expression key_equals(const table_description& table, std::span<const value_view> key) {
    expression made;
    for (std::size_t i = 0; i < key.size(); ++i) {
        expression part =
            detail::compare(column_reference{&table, table.primary_key[i]}, comparison::equal, value{key[i]});
        made = i == 0 ? std::move(part) : detail::join(expression_kind::all_of, std::move(made), std::move(part));
    }
    return made;
}

}  // namespace aludel::sql
