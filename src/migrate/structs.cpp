// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/structs.hpp>

#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/schema/ddl.hpp>
#include <aludel/schema/reading.hpp>

#include "cpp_names.hpp"
#include "schema/same.hpp"

namespace aludel::migrate {
namespace {

constexpr std::string_view own_table = "aludel_revisions";

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A table with the names that it has in C++.
struct mapped_table {
    schema::table has;
    std::string name{};
    std::vector<std::string> fields{};  ///< one for each column
    std::vector<bool> chosen_type{};    ///< whether the column's type is what aludel would choose

    [[nodiscard]] const std::string& field_of(const std::string& column) const {
        const auto found = std::find_if(has.columns.begin(), has.columns.end(),
                                        [&](const schema::column& each) { return each.name == column; });
        return fields[static_cast<std::size_t>(found - has.columns.begin())];
    }
};

column_use use_of(std::span<const schema::table> tables, const schema::table& table, const std::string& column) {
    column_use use;
    use.in_key = contains(table.primary_key.columns, column);
    for (const auto* keys : {&table.uniques, &table.indexes}) {
        for (const schema::key_columns& each : *keys) {
            use.in_key = use.in_key || contains(each.columns, column);
        }
    }
    for (const schema::foreign_key& each : table.foreign_keys) {
        const auto at = std::find(each.columns.begin(), each.columns.end(), column);
        if (at == each.columns.end()) {
            continue;
        }
        use.in_key = true;
        const schema::table* const referenced = schema::find_table(tables, each.referenced);
        const schema::column* const key =
            referenced == nullptr
                ? nullptr
                : find_column(*referenced,
                              each.referenced_columns[static_cast<std::size_t>(at - each.columns.begin())]);
        use.refers_to_integer_key = use.refers_to_integer_key || (key != nullptr && key->counted);
    }
    return use;
}

/// The table as aludel would make it of a struct that says nothing of types.
schema::table by_default(const schema::ddl_target& to, std::span<const schema::table> tables,
                         const schema::table& table) {
    schema::table plain;
    plain.name = table.name;
    plain.primary_key.columns = table.primary_key.columns;
    for (const schema::column& each : table.columns) {
        schema::column& made = plain.columns.emplace_back(each);
        made.default_expression.clear();
        if (!each.counted && each.kind != value_kind::null) {
            const column_description described{.name = made.name, .kind = each.kind, .nullable = each.nullable};
            made.type.clear();
            to.dialect.append_column_type(made.type, to.facts, described, use_of(tables, table, each.name));
        }
    }
    return plain;
}

std::vector<mapped_table> mapped(session_core& session, std::vector<schema::table> tables) {
    const schema::ddl_target to{session.dialect(), session.facts()};
    std::vector<schema::table> plain;
    for (const schema::table& each : tables) {
        plain.push_back(by_default(to, tables, each));
    }
    const std::vector<schema::table> printed = schema::settle(session, plain);
    std::vector<std::string> taken;
    std::vector<mapped_table> result;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        mapped_table& made = result.emplace_back(mapped_table{.has = std::move(tables[i])});
        made.name = cpp_name(made.has.name.name, taken);
        std::vector<std::string> taken_fields;
        for (std::size_t c = 0; c < made.has.columns.size(); ++c) {
            const schema::column& column = made.has.columns[c];
            const bool hides_a_key = made.has.primary_key.columns.empty() && column.name == "id";
            if (hides_a_key) {
                taken_fields.emplace_back("id");  // a field called so is taken for the key
            }
            made.fields.push_back(cpp_name(column.name, taken_fields));
            made.chosen_type.push_back(column.counted ||
                                       (column.kind != value_kind::null &&
                                        schema::meaning_of(column) == schema::meaning_of(printed[i].columns[c])));
        }
    }
    return result;
}

std::string_view type_of(value_kind kind) {
    switch (kind) {
    case value_kind::boolean: return "bool";
    case value_kind::int16: return "std::int16_t";
    case value_kind::int32: return "std::int32_t";
    case value_kind::int64: return "std::int64_t";
    case value_kind::uint64: return "std::uint64_t";
    case value_kind::float32: return "float";
    case value_kind::float64: return "double";
    case value_kind::bytes: return "std::vector<std::byte>";
    case value_kind::date: return "std::chrono::year_month_day";
    case value_kind::timestamp: return "aludel::timestamp";
    case value_kind::uuid: return "aludel::uuid";
    case value_kind::text:
    case value_kind::null: break;
    }
    return "std::string";
}

/// Writes the structs, and behind all of them what describes them: a description may speak of any struct.
class header_writer {
public:
    header_writer(std::span<const mapped_table> tables, const std::string& name_space)
        : tables_{tables}, scope_{name_space.empty() ? "" : name_space + "::"} {}

    std::string write(const std::string& name_space) {
        text_ = "// Made from a database by aludel's generate-structs.\n#pragma once\n\n#include <chrono>\n#include "
                "<cstddef>\n#include <cstdint>\n#include <optional>\n#include <string>\n#include <vector>\n\n#include "
                "<aludel/aludel.hpp>\n";
        text_ += name_space.empty() ? "" : "\nnamespace " + name_space + " {\n";
        for (const mapped_table& each : tables_) {
            write_struct(each);
        }
        text_ += name_space.empty() ? "" : "\n}  // namespace " + name_space + '\n';
        for (const mapped_table& each : tables_) {
            write_entity(each);
        }
        return std::move(text_);
    }

private:
    void write_struct(const mapped_table& table) {
        text_ += "\nstruct " + table.name + " {\n";
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
            const schema::column& column = table.has.columns[i];
            const std::string type{type_of(column.kind)};
            const bool is_class =
                column.kind == value_kind::text || column.kind == value_kind::null || column.kind == value_kind::bytes;
            text_ += "    " + (column.nullable ? "std::optional<" + type + '>' : type) + ' ' + table.fields[i];
            text_ += column.nullable || is_class ? ";\n" : "{};\n";
        }
        text_ += "};\n";
    }

    void write_entity(const mapped_table& table) {
        parts_.clear();
        add_columns(table);
        add_key(table);
        for (const schema::key_columns& each : table.has.uniques) {
            parts_ += "\n        .unique<" + members(table, each.columns) + ">()";
        }
        for (const schema::key_columns& each : table.has.indexes) {
            parts_ += "\n        .index<" + members(table, each.columns) + ">()";
        }
        for (const schema::foreign_key& each : table.has.foreign_keys) {
            add_foreign_key(table, each);
        }
        for (const schema::check& each : table.has.checks) {
            parts_ += "\n        .check(" + cpp_literal(each.name) + ", " + cpp_literal(each.expression) + ')';
        }
        if (!table.has.name.schema.empty()) {
            parts_ += "\n        .schema(" + cpp_literal(table.has.name.schema) + ')';
        }
        if (!parts_.empty() || table.name != table.has.name.name) {
            text_ += "\ntemplate <>\ninline constexpr auto aludel::entity<" + (scope_.empty() ? "struct " : scope_) +
                     table.name + "> =\n    aludel::table(" + cpp_literal(table.has.name.name) + ')' + parts_ + ";\n";
        }
    }

    void add_columns(const mapped_table& table) {
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
            const schema::column& column = table.has.columns[i];
            const std::string member = '<' + member_of(table, column.name) + ">(";
            if (table.fields[i] != column.name) {
                parts_ += "\n        .column" + member + cpp_literal(column.name) + ')';
            }
            if (!table.chosen_type[i]) {
                parts_ += "\n        .column_type" + member + cpp_literal(column.type) + ')';
            }
            if (!column.default_expression.empty()) {
                parts_ += "\n        .default_value" + member + cpp_literal(column.default_expression) + ')';
            }
        }
    }

    void add_key(const mapped_table& table) {
        const std::vector<std::string>& key = table.has.primary_key.columns;
        if (key.empty()) {
            return;
        }
        if (key.size() > 1 || table.field_of(key.front()) != "id") {
            parts_ += "\n        .primary_key<" + members(table, key) + ">()";
        }
        const schema::column& first = *find_column(table.has, key.front());
        const bool is_integer = first.kind >= value_kind::int16 && first.kind <= value_kind::uint64;
        if (key.size() == 1 && is_integer && !first.counted) {
            const std::string by = first.counted_apart ? "sequence" : "given";
            parts_ += "\n        .generated<" + member_of(table, key.front()) + ">(aludel::key::" + by + ')';
        }
    }

    void add_foreign_key(const mapped_table& table, const schema::foreign_key& foreign_key) {
        const auto referenced = std::find_if(tables_.begin(), tables_.end(), [&](const mapped_table& each) {
            return same_table(each.has.name, foreign_key.referenced);
        });
        if (referenced == tables_.end()) {
            parts_ += "\n        // A foreign key refers to the table " + cpp_literal(foreign_key.referenced.name) +
                      ", which is not among these.";
            return;
        }
        parts_ += "\n        .foreign_key<" + members(table, foreign_key.columns) + ", " +
                  members(*referenced, foreign_key.referenced_columns) + ">(" +
                  action("aludel::on_delete::", foreign_key.on_delete);
        if (foreign_key.on_update != referential_action::no_action) {
            parts_ +=
                (foreign_key.on_delete == referential_action::no_action ? "aludel::on_delete::no_action, " : ", ") +
                action("aludel::on_update::", foreign_key.on_update);
        }
        parts_ += ')';
    }

    static std::string action(const std::string& prefix, referential_action action) {
        switch (action) {
        case referential_action::no_action: return "";
        case referential_action::restrict: return prefix + "restrict";
        case referential_action::cascade: return prefix + "cascade";
        case referential_action::set_null: return prefix + "set_null";
        case referential_action::set_default: break;
        }
        return prefix + "set_default";
    }

    [[nodiscard]] std::string member_of(const mapped_table& table, const std::string& column) const {
        return '&' + scope_ + table.name + "::" + table.field_of(column);
    }
    [[nodiscard]] std::string members(const mapped_table& table, const std::vector<std::string>& columns) const {
        std::string text;
        for (const std::string& each : columns) {
            text += (text.empty() ? "" : ", ") + member_of(table, each);
        }
        return text;
    }

    std::span<const mapped_table> tables_;
    std::string scope_;
    std::string text_;
    std::string parts_;  // of the description that is being written
};

void require_all(std::span<const schema::table> found, std::span<const schema::table_name> wanted) {
    for (const schema::table_name& each : wanted) {
        if (schema::find_table(found, each) == nullptr) {
            throw usage_error{"the database has no table \"" + each.name +
                                  "\" to make a struct of; look at its spelling",
                              {.table = each.name}};
        }
    }
}

}  // namespace

std::string structs_of(session_core& session, const struct_options& options) {
    if (!options.name_space.empty()) {
        require_namespace(options.name_space);
    }
    std::vector<schema::table> tables = schema::read_tables(session, options.only);
    require_all(tables, options.only);
    std::erase_if(tables, [](const schema::table& each) { return each.name.name == own_table; });
    std::sort(tables.begin(), tables.end(),
              [](const schema::table& a, const schema::table& b) { return a.name < b.name; });
    const std::vector<mapped_table> written = mapped(session, std::move(tables));
    return header_writer{written, options.name_space}.write(options.name_space);
}

}  // namespace aludel::migrate
