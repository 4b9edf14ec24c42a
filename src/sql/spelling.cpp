// SPDX-License-Identifier: BSL-1.0
#include <aludel/sql/spelling.hpp>

#include <aludel/error.hpp>

namespace aludel {

void append_quoted(std::string& sql, std::string_view name, char quote) {
    sql += quote;
    for (const char c : name) {
        if (c == '\0') {
            throw usage_error{"the name of a table or column holds a NUL character, at which drivers would cut the "
                              "statement; leave it out"};
        }
        if (c == quote) {
            sql += quote;
        }
        sql += c;
    }
    sql += quote;
}

void spelling::append_identifier(std::string& sql, std::string_view name) const {
    append_quoted(sql, name, '"');
}

void spelling::append_generated_key_value(std::string& sql, const table_description&, const column_description&,
                                          std::string_view placeholder) const {
    sql += placeholder;
}

void spelling::append_next_key(std::string& sql, std::string_view sequence) const {
    sql += "next value for ";
    sql += sequence;
}

void spelling::append_server_uuid(std::string&) const {
    throw usage_error{"this database makes no UUIDs; use aludel::uuid_v7() in the struct in place of key::server_uuid"};
}

void spelling::append_proposed_value(std::string& sql, std::string_view column) const {
    sql += "excluded.";
    append_identifier(sql, column);
}

void spelling::append_duplicate_assignments(std::string&, const table_description&, const conflict_policy&) const {
    throw usage_error{"this dialect says it writes upserts as \"on duplicate key update\", but does not spell them: "
                      "override append_duplicate_assignments"};
}

void spelling::append_like(std::string& sql, std::string_view left, std::string_view pattern) const {
    sql += left;
    sql += " like ";
    sql += pattern;
    sql += " escape '!'";
}

void spelling::append_function(std::string& sql, sql_function function, value_kind, std::string_view operand) const {
    switch (function) {
    case sql_function::lower: sql += "lower("; break;
    case sql_function::upper: sql += "upper("; break;
    case sql_function::length: sql += "length("; break;
    case sql_function::coalesce: sql += "coalesce("; break;
    case sql_function::count_rows:
    case sql_function::count: sql += "count("; break;
    case sql_function::count_distinct: sql += "count(distinct "; break;
    case sql_function::sum: sql += "sum("; break;
    case sql_function::avg: sql += "avg("; break;
    case sql_function::min: sql += "min("; break;
    case sql_function::max: sql += "max("; break;
    }
    sql += operand;
    sql += ')';
}

void append_table_name(std::string& sql, const spelling& spell, const table_description& table) {
    if (!table.schema.empty()) {
        spell.append_identifier(sql, table.schema);
        sql += '.';
    }
    spell.append_identifier(sql, table.name);
}

}  // namespace aludel
