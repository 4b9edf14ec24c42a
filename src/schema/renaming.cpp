// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/schema/compare.hpp>

#include "schema/same.hpp"
#include "sql/tokens.hpp"

namespace aludel::schema {
namespace {

void rename_in(std::vector<std::string>& names, const renamed_column& change) {
    std::replace(names.begin(), names.end(), change.from, change.to);
}

/// The SQL with the new name wherever the old one stands as a name.
void rename_in(std::string& expression, const std::string& from, const std::string& to) {
    std::string changed;
    std::size_t copied = 0;
    for (const sql::token& each : sql::tokens_of(expression)) {
        const bool is_name = each.kind == sql::token_kind::quoted_name || each.kind == sql::token_kind::word;
        if (is_name && each.unquoted() == from) {
            const bool is_quoted = each.kind == sql::token_kind::quoted_name;
            changed.append(expression, copied, each.begin - copied);
            changed += is_quoted ? each.text.front() + to + each.text.back() : to;
            copied = each.end();
        }
    }
    expression = changed + expression.substr(copied);
}

bool is_checked_in_place(const table& in, const column& of) {
    return std::any_of(in.checks.begin(), in.checks.end(),
                       [&](const check& each) { return each.in_column && each.name == of.name; });
}

/// The column of that name, or of the same name in another case.
const column* column_without_case(const table& of, std::string_view name) {
    const column* exactly = find_column(of, name);
    const auto found = std::find_if(of.columns.begin(), of.columns.end(),
                                    [name](const column& each) { return same_without_case(each.name, name); });
    return exactly != nullptr || found == of.columns.end() ? exactly : &*found;
}

constexpr std::string_view taken_name = ", and another one is; do it in two migrations, or by way of a third name";

void rename_column(table& in, const renamed_column& change) {
    const auto called = [&in](const std::string& name) {
        return std::find_if(in.columns.begin(), in.columns.end(),
                            [&name](const column& each) { return each.name == name; });
    };
    const auto found = called(change.from);
    if (found == in.columns.end()) {
        throw usage_error{"the column " + change.from + " of " + in.name.name +
                              " is to be renamed, but the database has no such column",
                          {.table = in.name.name, .column = change.from}};
    }
    if (const auto other = called(change.to); other != in.columns.end() && other != found) {
        throw usage_error{"the column " + change.from + " of " + in.name.name + " is to be called " + change.to +
                              std::string{taken_name},
                          {.table = in.name.name, .column = change.from}};
    }
    for (column& each : in.columns) {
        if (each.computed || is_checked_in_place(in, each)) {
            rename_in(each.clauses, change.from, change.to);
        }
    }
    found->name = change.to;
    rename_in(in.primary_key.columns, change);
    for (key_columns& each : in.uniques) {
        rename_in(each.columns, change);
    }
    for (key_columns& each : in.indexes) {
        rename_in(each.columns, change);
    }
    for (foreign_key& each : in.foreign_keys) {
        rename_in(each.columns, change);
    }
    for (check& each : in.checks) {
        rename_in(each.expression, change.from, change.to);
        each.name = each.in_column && each.name == change.from ? change.to : each.name;
    }
    for (std::string& each : in.others) {
        rename_in(each, change.from, change.to);
    }
}

std::vector<table>::iterator table_called(std::vector<table>& tables, const table_name& name) {
    return std::find_if(tables.begin(), tables.end(),
                        [&name](const table& each) { return same_table(each.name, name); });
}

table& table_to_rename(std::vector<table>& tables, const renamed_table& change) {
    const auto found = table_called(tables, change.from);
    if (found == tables.end()) {
        throw usage_error{"the table " + change.from.name + " is to be renamed, but the database has no such table",
                          {.table = change.from.name}};
    }
    if (const auto other = table_called(tables, change.to); other != tables.end() && other != found) {
        throw usage_error{"the table " + change.from.name + " is to be called " + change.to.name +
                              std::string{taken_name},
                          {.table = change.from.name}};
    }
    return *found;
}

table& table_of_column(std::vector<table>& tables, const renamed_column& change) {
    const auto found = table_called(tables, change.table);
    if (found == tables.end()) {
        throw usage_error{"the column " + change.from + " of " + change.table.name +
                              " is to be renamed, but the database has no such table",
                          {.table = change.table.name, .column = change.from}};
    }
    return *found;
}

void rename_references(table& in, const renamed_table& change) {
    for (foreign_key& each : in.foreign_keys) {
        if (same_table(each.referenced, change.from)) {
            each.referenced = change.to;
        }
    }
}

void rename_references(table& in, const renamed_column& change) {
    for (foreign_key& each : in.foreign_keys) {
        if (same_table(each.referenced, change.table)) {
            rename_in(each.referenced_columns, change);
        }
    }
}

}  // namespace

std::vector<table> renamed(std::span<const table> tables, const renames& told) {
    std::vector<table> result(tables.begin(), tables.end());
    for (const renamed_table& change : told.tables) {
        table& is = table_to_rename(result, change);
        is.name = change.to;
        for (std::string& other : is.others) {
            rename_in(other, change.from.name, change.to.name);
        }
        for (table& each : result) {
            rename_references(each, change);
        }
    }
    for (const renamed_column& change : told.columns) {
        rename_column(table_of_column(result, change), change);
        for (table& each : result) {
            rename_references(each, change);
        }
    }
    return result;
}

std::vector<table> spelled_like(std::span<const table> wanted, std::span<const table> tables) {
    renames told;
    for (const table& is : tables) {
        const table* like = find_table(wanted, is.name);
        if (like == nullptr || (is.column_case_counts && like->column_case_counts)) {
            continue;
        }
        for (const column& each : is.columns) {
            const column* same = column_without_case(*like, each.name);
            if (same != nullptr && same->name != each.name) {
                told.columns.push_back({is.name, each.name, same->name});
            }
        }
    }
    return renamed(tables, told);
}

renames reversed(const renames& told) {
    renames back;
    for (auto each = told.tables.rbegin(); each != told.tables.rend(); ++each) {
        back.tables.push_back({each->to, each->from});
    }
    for (auto each = told.columns.rbegin(); each != told.columns.rend(); ++each) {
        table_name old = each->table;
        for (auto table = told.tables.rbegin(); table != told.tables.rend(); ++table) {
            old = same_table(table->to, old) ? table->from : old;
        }
        back.columns.push_back({old, each->to, each->from});
    }
    return back;
}

}  // namespace aludel::schema
