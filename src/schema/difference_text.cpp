// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/compare.hpp>

#include "schema/ddl_text.hpp"

namespace aludel::schema {
namespace {

std::string shown(const table_name& name) {
    return name.schema.empty() ? name.name : name.schema + '.' + name.name;
}

std::string shown(std::span<const std::string> names) {
    std::string list;
    for (const std::string& name : names) {
        list += list.empty() ? "(" : ", ";
        list += name;
    }
    return list.empty() ? "none" : list + ')';
}

std::string shown(const column& of) {
    std::string text = of.type.empty() ? std::string{name_of(of.kind)} : of.type;
    text += of.nullable ? "" : " not null";
    text += of.default_expression.empty() ? "" : " default " + of.default_expression;
    text += of.counted_apart ? " counted by a sequence" : "";
    return text + (of.counted ? " counted by the database" : "");
}

std::string_view shown(referential_action action) {
    switch (action) {
    case referential_action::no_action: return "no action";
    case referential_action::restrict: return "restrict";
    case referential_action::cascade: return "cascade";
    case referential_action::set_null: return "set null";
    case referential_action::set_default: return "set default";
    }
    return "";
}

std::string shown(const foreign_key& of) {
    std::string text = shown(of.columns) + " to " + shown(of.referenced) + ' ' + shown(of.referenced_columns);
    text.append(" on delete ").append(shown(of.on_delete));
    return text.append(" on update ").append(shown(of.on_update));
}

struct sentence {
    std::string operator()(const table_added& is) const { return "table " + shown(is.table.name) + " is missing"; }
    std::string operator()(const table_removed& is) const { return "table " + shown(is.table.name) + " is not wanted"; }
    std::string operator()(const table_renamed& is) const {
        return "table " + shown(is.from) + " is to be called " + shown(is.to);
    }
    std::string operator()(const column_added& is) const {
        return of(is.table, "column " + is.column.name + " is missing: " + shown(is.column));
    }
    std::string operator()(const column_removed& is) const {
        return of(is.table, "column " + is.column.name + " is not wanted: " + shown(is.column));
    }
    std::string operator()(const column_renamed& is) const {
        return of(is.table, "column " + is.from + " is to be called " + is.to);
    }
    std::string operator()(const column_changed& is) const {
        return shown(is.table) + '.' + is.after.name + " is " + shown(is.before) + ", wanted is " + shown(is.after);
    }
    std::string operator()(const primary_key_changed& is) const {
        return of(is.table, "primary key is " + shown(is.before.columns) + ", wanted is " + shown(is.after.columns));
    }
    std::string operator()(const unique_added& is) const { return missing(is.table, "unique key", is.unique); }
    std::string operator()(const unique_removed& is) const { return unwanted(is.table, "unique key", is.unique); }
    std::string operator()(const index_added& is) const { return missing(is.table, "index", is.index); }
    std::string operator()(const index_removed& is) const { return unwanted(is.table, "index", is.index); }
    std::string operator()(const foreign_key_added& is) const {
        return of(is.table, "foreign key is missing: " + shown(is.foreign_key));
    }
    std::string operator()(const foreign_key_removed& is) const {
        return of(is.table, "foreign key is not wanted: " + shown(is.foreign_key));
    }
    std::string operator()(const check_added& is) const {
        return of(is.table, "check " + is.check.name + " is missing: " + is.check.expression);
    }
    std::string operator()(const check_removed& is) const {
        return of(is.table, "check " + is.check.name + " is not wanted: " + is.check.expression);
    }

private:
    static std::string of(const table_name& table, const std::string& rest) { return shown(table) + ": " + rest; }
    static std::string missing(const table_name& table, const char* what, const key_columns& key) {
        return of(table, std::string{what} + " is missing: " + shown(key.columns));
    }
    static std::string unwanted(const table_name& table, const char* what, const key_columns& key) {
        return of(table, std::string{what} + " is not wanted: " + shown(key.columns));
    }
};

}  // namespace

std::string to_string(const difference& one) {
    return std::visit(sentence{}, one);
}

std::string to_string(std::span<const difference> differences) {
    std::string lines;
    for (const difference& each : differences) {
        lines += to_string(each) + '\n';
    }
    return lines;
}

}  // namespace aludel::schema
