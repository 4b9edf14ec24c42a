// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/model/table_description.hpp>

/// The statements that the methods run. Names need no quotes: those of the shapes are plain words, but for the table
/// and columns that are words of SQL.
namespace bench::sqlite {

/// The columns from `first` on, each as `before` + name + `after`, with commas between.
inline std::string columns(const aludel::table_description& table, std::size_t first = 0, std::string_view before = {},
                           std::string_view after = {}) {
    std::string sql;
    for (std::size_t i = first; i < table.columns.size(); ++i) {
        sql += i == first ? "" : ", ";
        sql += before;
        sql += '"';
        sql += table.columns[i].name;
        sql += '"';
        sql += after;
    }
    return sql;
}

/// "a" = excluded."a", …, all but the key, which is the first.
inline std::string assignments(const aludel::table_description& table, std::string_view source) {
    std::string sql;
    for (const auto& column : table.columns.subspan(1)) {
        const std::string name = '"' + std::string{column.name} + '"';
        sql += (sql.empty() ? "" : ", ") + name + " = " + std::string{source} + '.' + name;
    }
    return sql;
}

inline std::string quoted(const aludel::table_description& table) {
    return '"' + std::string{table.name} + '"';
}

inline std::string insert_into(const aludel::table_description& table, std::size_t first = 0) {
    return "insert into " + quoted(table) + " (" + columns(table, first) + ") ";
}

inline std::string values(std::size_t columns, std::size_t rows) {
    std::string one = "(?";
    for (std::size_t i = 1; i < columns; ++i) {
        one += ",?";
    }
    one += ')';
    std::string sql = "values " + one;
    for (std::size_t i = 1; i < rows; ++i) {
        sql += ',' + one;
    }
    return sql;
}

inline std::string on_conflict_update(const aludel::table_description& table) {
    return " on conflict (\"id\") do update set " + assignments(table, "excluded");
}

inline std::string select_from(const aludel::table_description& table) {
    return "select " + columns(table) + " from " + quoted(table);
}

/// The table as aludel's create_all makes it, for a database in memory, which nobody else can fill.
inline std::string create_table(const aludel::table_description& table) {
    std::string sql =
        "create table if not exists " + quoted(table) + " (\"id\" integer not null primary key autoincrement";
    for (const auto& column : table.columns.subspan(1)) {
        const auto type = [&]() -> std::string_view {
            switch (column.kind) {
            case aludel::value_kind::text: return "text";
            case aludel::value_kind::float64: return "double blob";
            case aludel::value_kind::timestamp: return "timestamp";
            case aludel::value_kind::boolean: return "boolean";
            case aludel::value_kind::int32: return "integer";
            default: return "bigint";
            }
        }();
        sql += ", \"" + std::string{column.name} + "\" " + std::string{type} + (column.nullable ? "" : " not null");
    }
    return sql + ')';
}

}  // namespace bench::sqlite
