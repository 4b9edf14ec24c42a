// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/ddl.hpp>

#include <algorithm>

#include "model/conventional_name.hpp"
#include "schema/ddl_text.hpp"

namespace aludel::schema {
namespace {

bool contains(std::span<const table_name> tables, const table_name& name) {
    return std::find(tables.begin(), tables.end(), name) != tables.end();
}

/// Whether the foreign key can stand inside CREATE TABLE: what it refers to is there, or the server does not look.
bool stands_inside(ddl_target to, const table& made, const foreign_key& reference,
                   std::span<const table_name> existing) {
    return !to.facts.foreign_keys_can_be_added || reference.referenced == made.name ||
           contains(existing, reference.referenced);
}

void append_constraints(std::string& sql, ddl_target to, const table& made, std::span<const table_name> existing) {
    for (const key_columns& unique : made.uniques) {
        append_unique(sql += ", ", to, unique);
    }
    for (const check& each : made.checks) {
        if (!each.in_column) {  // else the column's definition says it
            append_check(sql += ", ", to, each);
        }
    }
    for (const foreign_key& reference : made.foreign_keys) {
        if (stands_inside(to, made, reference, existing)) {
            append_foreign_key(sql += ", ", to, reference);
        }
    }
}

std::vector<std::string> create_sequences(ddl_target to, const table& of) {
    std::vector<std::string> statements;
    for (const column& each : of.columns) {
        if (each.counted_apart) {
            statements.push_back(create_sequence(to, of.name, each));
        }
    }
    return statements;
}

template <class Table, class ForEachParent>
void place(const Table* table, std::span<const Table* const> tables, std::vector<const Table*>& entered,
           std::vector<const Table*>& ordered, ForEachParent for_each_parent) {
    if (std::find(entered.begin(), entered.end(), table) != entered.end()) {
        return;  // placed already, or on the way: a circle, which ends here
    }
    entered.push_back(table);
    for_each_parent(*table, [&](const Table* parent) {
        if (std::find(tables.begin(), tables.end(), parent) != tables.end()) {
            place(parent, tables, entered, ordered, for_each_parent);
        }
    });
    ordered.push_back(table);
}

template <class Table, class ForEachParent>
std::vector<const Table*> ordered_by_parents(std::span<const Table* const> tables, ForEachParent for_each_parent) {
    std::vector<const Table*> entered;
    std::vector<const Table*> ordered;
    for (const Table* table : tables) {
        place(table, tables, entered, ordered, for_each_parent);
    }
    return ordered;
}

std::vector<table_name> names_of(std::span<const table_description* const> tables) {
    std::vector<table_name> names;
    for (const table_description* table : tables) {
        names.push_back({std::string{table->schema}, std::string{table->name}});
    }
    return names;
}

}  // namespace

std::vector<const table_description*> parents_first(std::span<const table_description* const> tables) {
    return ordered_by_parents(tables, [](const table_description& table, auto use) {
        for (const foreign_key_description& reference : table.foreign_keys) {
            use(&reference.referenced_table());
        }
    });
}

std::vector<const table*> parents_first(std::span<const table* const> tables) {
    return ordered_by_parents(tables, [tables](const table& of, auto use) {
        for (const foreign_key& reference : of.foreign_keys) {
            const auto parent = std::find_if(tables.begin(), tables.end(), [&](const table* each) {
                return same_table(each->name, reference.referenced);
            });
            if (parent != tables.end()) {
                use(*parent);
            }
        }
    });
}

std::string constraint_name(std::string_view prefix, const table_description& table,
                            std::span<const column_index> columns, std::size_t max_length) {
    std::vector<std::string> names;
    for (const column_index column : columns) {
        names.emplace_back(table.columns[column].name);
    }
    return conventional_name(prefix, table.name, names, max_length);
}

std::vector<std::string> create_table(ddl_target to, const table& made, std::span<const table_name> existing) {
    std::vector<std::string> statements = create_sequences(to, made);
    std::string& sql = statements.emplace_back("create table ");
    append_name(sql, to, made.name);
    sql += " (";
    bool has_key = made.primary_key.columns.empty();
    for (std::size_t i = 0; i < made.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        has_key = append_column(sql, to, made.columns[i]) || has_key;
    }
    if (!has_key) {
        append_primary_key(sql += ", ", to, made.primary_key);
    }
    append_constraints(sql, to, made, existing);
    sql += ')' + made.options;
    to.dialect.append_table_options(sql, to.facts);
    for (const key_columns& index : made.indexes) {
        statements.push_back(create_index(to, made.name, index));
    }
    return statements;
}

std::vector<std::string> add_foreign_keys(ddl_target to, const table& made, std::span<const table_name> existing) {
    std::vector<std::string> statements;
    for (const foreign_key& reference : made.foreign_keys) {
        if (!stands_inside(to, made, reference, existing)) {
            statements.push_back(alter_table(to, made.name) + "add ");
            append_foreign_key(statements.back(), to, reference);
        }
    }
    return statements;
}

std::vector<std::string> drop_foreign_keys(ddl_target to, const table& made, std::span<const table_name> existing) {
    std::vector<std::string> statements;
    for (const foreign_key& reference : made.foreign_keys) {
        if (!stands_inside(to, made, reference, existing)) {
            std::string sql = alter_table(to, made.name);
            sql.append(to.dialect.drop_foreign_key()).append(" ");
            to.dialect.append_identifier(sql, reference.name);
            statements.push_back(std::move(sql));
        }
    }
    return statements;
}

std::string drop_table(ddl_target to, const table_name& name) {
    std::string sql = "drop table ";
    append_name(sql, to, name);
    return sql;
}

std::vector<std::string> drop_sequences(ddl_target to, const table& made) {
    std::vector<std::string> statements;
    for (const column& each : made.columns) {
        if (each.counted_apart) {
            statements.push_back(drop_sequence(to, made.name, each));
        }
    }
    return statements;
}

std::vector<std::string> create_table(ddl_target to, const table_description& table,
                                      std::span<const table_description* const> existing) {
    return create_table(to, describe(to, table), names_of(existing));
}

std::vector<std::string> add_foreign_keys(ddl_target to, const table_description& table,
                                          std::span<const table_description* const> existing) {
    return add_foreign_keys(to, describe(to, table), names_of(existing));
}

std::vector<std::string> drop_foreign_keys(ddl_target to, const table_description& table,
                                           std::span<const table_description* const> existing) {
    return drop_foreign_keys(to, describe(to, table), names_of(existing));
}

std::string drop_table(ddl_target to, const table_description& table) {
    return drop_table(to, table_name{std::string{table.schema}, std::string{table.name}});
}

std::vector<std::string> drop_sequences(ddl_target to, const table_description& table) {
    return drop_sequences(to, describe(to, table));
}

}  // namespace aludel::schema
