// SPDX-License-Identifier: BSL-1.0
#include "bulk_text.hpp"

#include "bulk_support.hpp"
#include "rows_module.hpp"

namespace aludel::sqlite {
namespace {

std::string parameter_at(std::size_t place) {
    return '?' + std::to_string(place + 1);
}

std::string quoted(sql::target to, const bulk_plan& plan, column_index column) {
    std::string name;
    to.spell.append_identifier(name, plan.table->columns[column].name);
    return name;
}

std::string table_name(sql::target to, const bulk_plan& plan) {
    std::string name;
    append_table_name(name, to.spell, *plan.table);
    return name;
}

std::string insert_into(sql::target to, const bulk_plan& plan, undoing undone = undoing::by_statement) {
    std::string sql = undone == undoing::by_rollback ? "insert or fail into " : "insert into ";
    sql += table_name(to, plan) + " (";
    sql::append_column_list(sql, to.spell, *plan.table, plan.columns);
    return sql + ')';
}

/// The value that an insert gives the column: of a key that is not sent, the default.
std::string proposed_value(sql::target to, const bulk_plan& plan, column_index column) {
    const std::size_t place = place_in(plan.columns, column);
    std::string value;
    sql::append_inserted_value(value, to, *plan.table, column,
                               place < plan.columns.size() ? parameter_at(place) : "null");
    return value;
}

void append_key_condition(std::string& sql, sql::target to, const bulk_plan& plan) {
    const bool is_proposed = plan.operation == bulk_operation::insert;
    const char* separator = " where ";
    for (const column_index column : plan.policy.key) {
        sql += separator + quoted(to, plan, column) + " = ";
        sql += is_proposed ? proposed_value(to, plan, column) : parameter_at(place_in(plan.columns, column));
        separator = " and ";
    }
}

bool keeps_time_of_change(const bulk_plan& plan, column_index column) {
    return plan.table->columns[column].role == column_role::updated_at;
}

std::string assignment_to(sql::target to, const bulk_plan& plan, column_index column) {
    const std::string given = parameter_at(place_in(plan.columns, column));
    const std::string now = parameter_at(plan.columns.size());
    const bool is_touched = keeps_time_of_change(plan, column);
    return quoted(to, plan, column) + " = " + (is_touched ? "coalesce(" + given + ", " + now + ')' : given);
}

/// A time of change that is not given changes nothing by itself.
std::string change_in(sql::target to, const bulk_plan& plan, column_index column) {
    const std::string given = parameter_at(place_in(plan.columns, column));
    const std::string differs = quoted(to, plan, column) + " is not " + given;
    return keeps_time_of_change(plan, column) ? '(' + given + " is not null and " + differs + ')' : differs;
}

}  // namespace

std::string insert_of_many_rows(sql::target to, const bulk_plan& plan, undoing undone) {
    std::string sql = insert_into(to, plan, undone) + " select ";
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        sql::append_inserted_value(sql, to, *plan.table, plan.columns[i], 'c' + std::to_string(i));
    }
    sql += " from " + rows_table_name(plan.columns.size()) + "(?1)";
    if (plan.policy.action != conflict_action::fail) {
        sql += " where true";  // or "on" would begin a join's condition: sqlite.org/lang_upsert.html, 2.2
        sql::append_conflict_clause(sql, to, *plan.table, plan.policy, counted_update);
    }
    return sql;
}

std::string insert_of_one_row(sql::target to, const bulk_plan& plan) {
    std::string sql = insert_into(to, plan) + " values (";
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        sql::append_inserted_value(sql, to, *plan.table, plan.columns[i], parameter_at(i));
    }
    sql += ')';
    sql::append_conflict_clause(sql, to, *plan.table, plan.policy, counted_update);
    if (!plan.returning.empty()) {
        sql += " returning ";
        sql::append_column_list(sql, to.spell, *plan.table, plan.returning);
    }
    return sql;
}

std::string update_of_one_row(sql::target to, const bulk_plan& plan) {
    std::string sql = "update " + table_name(to, plan) + " set ";
    std::string changes;
    for (const column_index column : plan.policy.updates) {
        sql += (changes.empty() ? "" : ", ") + assignment_to(to, plan, column);
        changes += (changes.empty() ? " and (" : " or ") + change_in(to, plan, column);
    }
    append_key_condition(sql, to, plan);
    return sql + changes + ')';
}

std::string removal_of_one_row(sql::target to, const bulk_plan& plan) {
    std::string sql = "delete from " + table_name(to, plan);
    append_key_condition(sql, to, plan);
    return sql;
}

std::string lookup_of_one_row(sql::target to, const bulk_plan& plan) {
    std::string sql = "select ";
    if (plan.returning.empty()) {
        sql += '1';
    } else {
        sql::append_column_list(sql, to.spell, *plan.table, plan.returning);
    }
    sql += " from " + table_name(to, plan);
    append_key_condition(sql, to, plan);
    return sql;
}

}  // namespace aludel::sqlite
