// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/schema/ddl.hpp>

#include "model/column_places.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::schema {
namespace {

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
                use.refers_to_integer_key = use.refers_to_integer_key || is_counted(referred);
            }
        }
    }
    return use;
}

/// What stands behind DEFAULT in CREATE TABLE; empty where inserts bring the default themselves.
std::string default_of(ddl_target to, const column_description& described) {
    std::string expression{described.default_expression};
    if (described.generated == key::server_uuid) {
        to.dialect.append_server_uuid(expression);
    }
    const bool is_told = to.facts.default_expressions || table_has_default(to.facts, described);
    return is_told ? expression : std::string{};
}

column describe_column(ddl_target to, const table_description& table, std::size_t index) {
    const column_description& described = table.columns[index];
    column made{.name = std::string{described.name}, .type = {}, .meaning = {}, .kind = described.kind};
    made.nullable = described.nullable;
    if (sql::comes_from_sequence(to.facts.syntax, described)) {
        made.counted_apart = true;
    } else if (is_counted(described) && described.declared_type.empty()) {
        made.counted = true;
        return made;
    }
    if (described.declared_type.empty()) {
        to.dialect.append_column_type(made.type, to.facts, described, use_of(table, index));
    } else {
        made.type = described.declared_type;
    }
    made.default_expression = default_of(to, described);
    return made;
}

std::vector<std::string> names_of(const table_description& table, std::span<const column_index> columns) {
    std::vector<std::string> names;
    for (const column_index column : columns) {
        names.emplace_back(table.columns[column].name);
    }
    return names;
}

key_columns describe_key(ddl_target to, std::string_view prefix, const table_description& table,
                         std::span<const column_index> columns) {
    return {constraint_name(prefix, table, columns, to.facts.syntax.max_identifier_length), names_of(table, columns)};
}

foreign_key describe_foreign_key(ddl_target to, const table_description& table,
                                 const foreign_key_description& described) {
    const table_description& referenced = described.referenced_table();
    foreign_key made;
    made.name = constraint_name("fk", table, described.columns, to.facts.syntax.max_identifier_length);
    made.columns = names_of(table, described.columns);
    made.referenced = {std::string{referenced.schema}, std::string{referenced.name}};
    made.referenced_columns = names_of(referenced, described.referenced_columns);
    made.on_delete = described.on_delete;
    made.on_update = described.on_update;
    return made;
}

}  // namespace

table describe(ddl_target to, const table_description& described) {
    if (!described.schema.empty() && !to.facts.has_schemas) {
        throw usage_error{"the table " + std::string{described.name} + " is described with .schema(\"" +
                              std::string{described.schema} + "\"), but " + to.facts.server +
                              " has no schemas; leave it out",
                          {.table = std::string{described.name}}};
    }
    table made;
    made.name = {std::string{described.schema}, std::string{described.name}};
    for (std::size_t i = 0; i < described.columns.size(); ++i) {
        made.columns.push_back(describe_column(to, described, i));
    }
    made.primary_key.columns = names_of(described, described.primary_key);
    for (const std::span<const column_index> unique : described.uniques) {
        made.uniques.push_back(describe_key(to, "uq", described, unique));
    }
    for (const std::span<const column_index> index : described.indexes) {
        made.indexes.push_back(describe_key(to, "ix", described, index));
        made.indexes.back().is_index = true;
    }
    for (const check_description& check : described.checks) {
        made.checks.push_back({std::string{check.name}, std::string{check.expression}});
    }
    for (const foreign_key_description& foreign_key : described.foreign_keys) {
        made.foreign_keys.push_back(describe_foreign_key(to, described, foreign_key));
    }
    return made;
}

}  // namespace aludel::schema
