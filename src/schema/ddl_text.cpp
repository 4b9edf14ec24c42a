// SPDX-License-Identifier: BSL-1.0
#include "schema/ddl_text.hpp"

#include "sql/key_sequence.hpp"

namespace aludel::schema {
namespace {

std::string_view action_text(referential_action action) {
    switch (action) {
    case referential_action::no_action: return "";
    case referential_action::restrict: return "restrict";
    case referential_action::cascade: return "cascade";
    case referential_action::set_null: return "set null";
    case referential_action::set_default: return "set default";
    }
    return "";
}

void append_constraint(std::string& sql, ddl_target to, std::string_view name) {
    if (!name.empty()) {  // one that was read from a database may have none
        sql += "constraint ";
        to.dialect.append_identifier(sql, name);
        sql += ' ';
    }
}

}  // namespace

void append_name(std::string& sql, ddl_target to, const table_name& name) {
    sql += sql::quoted_name(to.dialect, name);
}

std::string alter_table(ddl_target to, const table_name& name) {
    std::string sql = "alter table ";
    append_name(sql, to, name);
    return sql + ' ';
}

void append_names(std::string& sql, ddl_target to, std::span<const std::string> names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        to.dialect.append_identifier(sql, names[i]);
    }
}

std::string default_text(ddl_target to, const column& made) {
    return to.facts.default_expressions ? '(' + made.default_expression + ')' : made.default_expression;
}

std::string sequence_text(ddl_target to, const table_name& table, const column& of) {
    return sql::quoted_name(to.dialect, sql::sequence_of(to.facts.syntax, table, of.name));
}

std::string create_sequence(ddl_target to, const table_name& table, const column& of) {
    return to.dialect.create_sequence_statement(sequence_text(to, table, of), of.kind);
}

std::string drop_sequence(ddl_target to, const table_name& table, const column& of) {
    return to.dialect.drop_sequence_statement(sequence_text(to, table, of));
}

bool append_column(std::string& sql, ddl_target to, const column& made, null_rule nulls) {
    to.dialect.append_identifier(sql, made.name);
    sql += ' ';
    if (made.counted) {
        column_description key_column{.name = made.name, .kind = made.kind};
        key_column.generated = key::integer;
        const bool is_key = to.dialect.append_integer_key(sql, to.facts, key_column);
        sql += made.clauses;
        return is_key;
    }
    sql += made.type;
    sql += made.computed ? made.clauses : "";  // MySQL 5.7 takes the expression behind the type only
    sql += made.nullable || nulls == null_rule::allowed ? "" : " not null";
    if (!made.default_expression.empty()) {
        sql += " default " + default_text(to, made);
    }
    sql += made.computed ? "" : made.clauses;
    return false;
}

void append_primary_key(std::string& sql, ddl_target to, const key_columns& key) {
    sql += "primary key (";
    append_names(sql, to, key.columns);
    sql += ')' + key.clauses;
}

void append_unique(std::string& sql, ddl_target to, const key_columns& unique) {
    // PostgreSQL 15 takes it before the columns: postgresql.org/docs/15/sql-createtable.html
    constexpr std::string_view before_columns = " nulls not distinct";
    const std::size_t before = unique.clauses.starts_with(before_columns) ? before_columns.size() : 0;
    append_constraint(sql, to, unique.name);
    sql += "unique" + unique.clauses.substr(0, before) + " (";
    append_names(sql, to, unique.columns);
    sql += ')' + unique.clauses.substr(before);
}

void append_check(std::string& sql, ddl_target to, const check& made) {
    append_constraint(sql, to, made.name);
    sql += "check (" + made.expression + ')';
}

void append_foreign_key(std::string& sql, ddl_target to, const foreign_key& made) {
    append_constraint(sql, to, made.name);
    sql += "foreign key (";
    append_names(sql, to, made.columns);
    sql += ") references ";
    append_name(sql, to, made.referenced);
    sql += " (";
    append_names(sql, to, made.referenced_columns);
    sql += ')';
    if (const auto text = action_text(made.on_delete); !text.empty()) {
        sql.append(" on delete ").append(text);
    }
    if (const auto text = action_text(made.on_update); !text.empty()) {
        sql.append(" on update ").append(text);
    }
    sql += made.clauses;
}

std::string create_index(ddl_target to, const table_name& on, const key_columns& index) {
    std::string sql = "create index ";
    to.dialect.append_identifier(sql, index.name);
    sql += " on ";
    append_name(sql, to, on);
    sql += " (";
    append_names(sql, to, index.columns);
    return sql + ')';
}

}  // namespace aludel::schema
