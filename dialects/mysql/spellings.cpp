// SPDX-License-Identifier: BSL-1.0
#include "spellings.hpp"

#include <algorithm>

#include "errors.hpp"
#include "model/column_places.hpp"
#include "server_facts.hpp"

namespace aludel::mysql {
namespace {

std::string quoted(const spelling& spell, std::string_view name) {
    std::string text;
    spell.append_identifier(text, name);
    return text;
}

std::string proposed(const spelling& spell, std::string_view name) {
    std::string text;
    spell.append_proposed_value(text, name);
    return text;
}

/// "Assigns" the key what it has already, where the duplicate has the named key; counts it if asked to. Where it is a
/// duplicate by another key, which ON DUPLICATE KEY UPDATE does not tell apart, the else branch fails with error 1242.
void append_guard(std::string& sql, const spelling& spell, const table_description& table,
                  const conflict_policy& policy, std::string_view counter) {
    const std::string first = quoted(spell, table.columns[policy.key.front()].name);
    sql += first + " = if(";
    for (const column_index index : policy.key) {
        const std::string_view name = table.columns[index].name;
        sql += quoted(spell, name) + " = " + proposed(spell, name) + " and ";
    }
    if (counter.empty()) {
        sql.erase(sql.size() - std::string_view{" and "}.size());
    } else {
        sql.append("(").append(counter).append(" := ifnull(").append(counter).append(", 0) + 1) is not null");
    }
    sql.append(", ").append(first).append(", ").append(two_rows).append(")");
}

/// "not (old <=> new)". Text as bytes, since to a collation 'a' may be 'A' or 'a '.
void append_change(std::string& sql, const spelling& spell, const column_description& column) {
    const bool by_bytes = column.kind == value_kind::text;
    const auto side = [by_bytes](const std::string& value) {
        return by_bytes ? "cast(" + value + " as binary)" : value;
    };
    sql += "not (" + side(quoted(spell, column.name)) + " <=> " + side(proposed(spell, column.name)) + ')';
}

/// Every updated column that changes something but the time of the change, joined by "or"; empty if there is none.
std::string changes(const spelling& spell, const table_description& table, const conflict_policy& policy) {
    std::string any;
    for (const column_index index : policy.updates) {
        const column_description& column = table.columns[index];
        if (column.role != column_role::updated_at && !contains(policy.key, index)) {
            any += any.empty() ? "" : " or ";
            append_change(any, spell, column);
        }
    }
    return any;
}

/// The times of change come first: assignments run from left to right, and later ones see what earlier ones made,
/// dev.mysql.com/doc/refman/8.0/en/update.html.
void append_touches(std::string& sql, const spelling& spell, const table_description& table,
                    const conflict_policy& policy) {
    const std::string condition = changes(spell, table, policy);
    for (const column_index index : policy.updates) {
        if (table.columns[index].role != column_role::updated_at || contains(policy.key, index)) {
            continue;
        }
        const std::string name = quoted(spell, table.columns[index].name);
        const std::string value = proposed(spell, table.columns[index].name);
        sql.append(", ").append(name).append(" = ");
        if (condition.empty()) {
            sql += value;
        } else {
            sql.append("if(").append(condition).append(", ").append(value).append(", ").append(name).append(")");
        }
    }
}

void append_text_type(std::string& sql, const capabilities& facts, const column_description& column, column_use use) {
    const server_version server = server_version::parse(facts.server);
    const unsigned in_key = longest_key_text(server);
    constexpr unsigned longest_inline = 1'024;  // beyond it several such columns would not fit a row of 65 535 bytes
    if (use.in_key) {
        const unsigned length = column.max_length == 0 ? in_key : std::min(column.max_length, in_key);
        sql += "varchar(" + std::to_string(length) + ')';
    } else if (column.max_length != 0 && column.max_length <= longest_inline) {
        sql += "varchar(" + std::to_string(column.max_length) + ')';
    } else {
        sql += "longtext";
    }
    sql.append(" character set utf8mb4 collate ").append(collation_by_bytes(server));
}

}  // namespace

void append_assignments(std::string& sql, const spelling& spell, const table_description& table,
                        const conflict_policy& policy, std::string_view counter) {
    append_guard(sql, spell, table, policy, counter);
    if (policy.action != conflict_action::do_update) {
        return;
    }
    append_touches(sql, spell, table, policy);
    for (const column_index index : policy.updates) {
        const column_description& column = table.columns[index];
        if (column.role != column_role::updated_at && !contains(policy.key, index)) {
            sql += ", " + quoted(spell, column.name) + " = " + proposed(spell, column.name);
        }
    }
}

void append_type(std::string& sql, const capabilities& facts, const column_description& column, column_use use) {
    switch (column.kind) {
    case value_kind::boolean: sql += "tinyint(1)"; break;
    case value_kind::int16: sql += "smallint"; break;
    case value_kind::int32: sql += "int"; break;
    case value_kind::int64: sql += "bigint"; break;
    case value_kind::uint64: sql += "bigint unsigned"; break;
    case value_kind::float32: sql += "float"; break;
    case value_kind::float64: sql += "double"; break;
    case value_kind::bytes: sql += use.in_key ? "varbinary(255)" : "longblob"; break;
    case value_kind::date: sql += "date"; break;
    case value_kind::timestamp: sql += "datetime(6)"; break;
    case value_kind::uuid: sql += "binary(16)"; break;
    case value_kind::text:
    case value_kind::null: append_text_type(sql, facts, column, use); break;
    }
}

void append_counted_key(std::string& sql, const column_description& column) {
    switch (column.kind) {
    case value_kind::int16: sql += "smallint"; break;
    case value_kind::int32: sql += "int"; break;
    case value_kind::uint64: sql += "bigint unsigned"; break;
    default: sql += "bigint"; break;
    }
    sql += " not null auto_increment";
}

void append_options(std::string& sql, const capabilities& facts) {
    // The collation is also said for the table, so that a column with a type of the user's compares by bytes, too.
    sql.append(" engine=InnoDB default charset=utf8mb4 collate=");
    sql.append(collation_by_bytes(server_version::parse(facts.server)));
}

}  // namespace aludel::mysql
