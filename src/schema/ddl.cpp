// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/ddl.hpp>

#include <algorithm>
#include <cstdint>

#include <aludel/error.hpp>
#include <aludel/sql/statements.hpp>

namespace aludel::schema {
namespace {

bool contains(std::span<const column_index> columns, std::size_t column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool contains(std::span<const table_description* const> tables, const table_description* table) {
    return std::find(tables.begin(), tables.end(), table) != tables.end();
}

column_use use_of(const table_description& table, std::size_t column) {
    column_use use;
    use.in_key = contains(table.primary_key, column);
    const auto has_column = [column](std::span<const column_index> columns) {
        return contains(columns, column);
    };
    use.in_key = use.in_key || std::any_of(table.uniques.begin(), table.uniques.end(), has_column) ||
                 std::any_of(table.indexes.begin(), table.indexes.end(), has_column);
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        for (std::size_t i = 0; i < foreign_key.columns.size(); ++i) {
            if (foreign_key.columns[i] == column) {
                use.in_key = true;
                const auto& referred = foreign_key.referenced_table().columns[foreign_key.referenced_columns[i]];
                use.refers_to_integer_key = use.refers_to_integer_key || referred.generated == key::integer;
            }
        }
    }
    return use;
}

void append_default(std::string& sql, ddl_target to, const column_description& column) {
    std::string expression{column.default_expression};
    if (column.generated == key::server_uuid) {
        to.dialect.append_server_uuid(expression);
    }
    if (expression.empty()) {
        return;
    }
    if (to.facts.default_expressions) {
        sql += " default (" + expression + ')';
    } else if (table_has_default(to.facts, column)) {
        sql += " default " + expression;
    }
}

/// Appends a column's definition; returns whether it made the column the primary key.
bool append_column(std::string& sql, ddl_target to, const table_description& table, std::size_t index) {
    const column_description& column = table.columns[index];
    to.dialect.append_identifier(sql, column.name);
    sql += ' ';
    if (column.generated == key::integer && column.declared_type.empty()) {
        return to.dialect.append_integer_key(sql, to.facts, column);
    }
    if (column.declared_type.empty()) {
        to.dialect.append_column_type(sql, to.facts, column, use_of(table, index));
    } else {
        sql += column.declared_type;
    }
    sql += column.nullable ? "" : " not null";
    append_default(sql, to, column);
    return false;
}

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

std::string name_of_foreign_key(ddl_target to, const table_description& table,
                                const foreign_key_description& foreign_key) {
    return constraint_name("fk", table, foreign_key.columns, to.facts.syntax.max_identifier_length);
}

void append_foreign_key(std::string& sql, ddl_target to, const table_description& table,
                        const foreign_key_description& foreign_key) {
    const table_description& referenced = foreign_key.referenced_table();
    sql += "constraint ";
    to.dialect.append_identifier(sql, name_of_foreign_key(to, table, foreign_key));
    sql += " foreign key (";
    sql::append_column_list(sql, to.dialect, table, foreign_key.columns);
    sql += ") references ";
    append_table_name(sql, to.dialect, referenced);
    sql += " (";
    sql::append_column_list(sql, to.dialect, referenced, foreign_key.referenced_columns);
    sql += ')';
    if (const auto text = action_text(foreign_key.on_delete); !text.empty()) {
        sql += " on delete " + std::string{text};
    }
    if (const auto text = action_text(foreign_key.on_update); !text.empty()) {
        sql += " on update " + std::string{text};
    }
}

/// Whether the foreign key can stand inside CREATE TABLE: what it refers to is there, or the server does not look.
bool stands_inside(ddl_target to, const table_description& table, const foreign_key_description& foreign_key,
                   std::span<const table_description* const> existing) {
    const table_description* referenced = &foreign_key.referenced_table();
    return !to.facts.foreign_keys_can_be_added || referenced == &table || contains(existing, referenced);
}

void append_constraints(std::string& sql, ddl_target to, const table_description& table,
                        std::span<const table_description* const> existing) {
    for (const std::span<const column_index> unique : table.uniques) {
        sql += ", constraint ";
        to.dialect.append_identifier(sql, constraint_name("uq", table, unique, to.facts.syntax.max_identifier_length));
        sql += " unique (";
        sql::append_column_list(sql, to.dialect, table, unique);
        sql += ')';
    }
    for (const check_description& check : table.checks) {
        sql += ", constraint ";
        to.dialect.append_identifier(sql, check.name);
        sql += " check (" + std::string{check.expression} + ')';
    }
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        if (stands_inside(to, table, foreign_key, existing)) {
            sql += ", ";
            append_foreign_key(sql, to, table, foreign_key);
        }
    }
}

std::string create_index(ddl_target to, const table_description& table, std::span<const column_index> columns) {
    std::string sql = "create index ";
    to.dialect.append_identifier(sql, constraint_name("ix", table, columns, to.facts.syntax.max_identifier_length));
    sql += " on ";
    append_table_name(sql, to.dialect, table);
    sql += " (";
    sql::append_column_list(sql, to.dialect, table, columns);
    return sql + ')';
}

void place(const table_description* table, std::span<const table_description* const> tables,
           std::vector<const table_description*>& entered, std::vector<const table_description*>& ordered) {
    if (contains(entered, table)) {
        return;  // placed already, or on the way: a circle, which ends here
    }
    entered.push_back(table);
    for (const foreign_key_description& foreign_key : table->foreign_keys) {
        if (const table_description* parent = &foreign_key.referenced_table(); contains(tables, parent)) {
            place(parent, tables, entered, ordered);
        }
    }
    ordered.push_back(table);
}

}  // namespace

std::vector<const table_description*> parents_first(std::span<const table_description* const> tables) {
    std::vector<const table_description*> entered;
    std::vector<const table_description*> ordered;
    for (const table_description* table : tables) {
        place(table, tables, entered, ordered);
    }
    return ordered;
}

std::string constraint_name(std::string_view prefix, const table_description& table,
                            std::span<const column_index> columns, std::size_t max_length) {
    std::string name{prefix};
    name += '_';
    name += table.name;
    name += '_';  // twice: table "a" with column "b_c" and table "a_b" with column "c" need two names
    for (const column_index column : columns) {
        name += '_';
        name += table.columns[column].name;
    }
    if (name.size() <= max_length) {
        return name;
    }
    std::uint64_t hash = 14695981039346656037u;  // FNV-1a
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
    constexpr std::size_t digits = 8;
    std::size_t cut = max_length - digits - 1;
    while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0u) == 0x80u) {
        --cut;  // not inside a UTF-8 character
    }
    name.resize(cut);
    name += '_';
    for (std::size_t i = 0; i < digits; ++i, hash >>= 4) {
        name += "0123456789abcdef"[hash & 15u];
    }
    return name;
}

std::vector<std::string> create_table(ddl_target to, const table_description& table,
                                      std::span<const table_description* const> existing) {
    if (!table.schema.empty() && !to.facts.has_schemas) {
        throw usage_error{"the table " + std::string{table.name} + " is described with .schema(\"" +
                              std::string{table.schema} + "\"), but " + to.facts.server +
                              " has no schemas; leave it out",
                          {.table = std::string{table.name}}};
    }
    std::vector<std::string> statements(1);
    std::string& sql = statements.front();
    sql = "create table ";
    append_table_name(sql, to.dialect, table);
    sql += " (";
    bool has_key = table.primary_key.empty();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        has_key = append_column(sql, to, table, i) || has_key;
    }
    if (!has_key) {
        sql += ", primary key (";
        sql::append_column_list(sql, to.dialect, table, table.primary_key);
        sql += ')';
    }
    append_constraints(sql, to, table, existing);
    sql += ')';
    to.dialect.append_table_options(sql, to.facts);
    for (const std::span<const column_index> index : table.indexes) {
        statements.push_back(create_index(to, table, index));
    }
    return statements;
}

std::vector<std::string> add_foreign_keys(ddl_target to, const table_description& table,
                                          std::span<const table_description* const> existing) {
    std::vector<std::string> statements;
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        if (!stands_inside(to, table, foreign_key, existing)) {
            std::string sql = "alter table ";
            append_table_name(sql, to.dialect, table);
            sql += " add ";
            append_foreign_key(sql, to, table, foreign_key);
            statements.push_back(std::move(sql));
        }
    }
    return statements;
}

std::vector<std::string> drop_foreign_keys(ddl_target to, const table_description& table,
                                           std::span<const table_description* const> existing) {
    std::vector<std::string> statements;
    for (const foreign_key_description& foreign_key : table.foreign_keys) {
        if (!stands_inside(to, table, foreign_key, existing)) {
            std::string sql = "alter table ";
            append_table_name(sql, to.dialect, table);
            sql += ' ';
            sql += to.dialect.drop_foreign_key();
            sql += ' ';
            to.dialect.append_identifier(sql, name_of_foreign_key(to, table, foreign_key));
            statements.push_back(std::move(sql));
        }
    }
    return statements;
}

std::string drop_table(ddl_target to, const table_description& table) {
    std::string sql = "drop table ";
    append_table_name(sql, to.dialect, table);
    return sql;
}

}  // namespace aludel::schema
