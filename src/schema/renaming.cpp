// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>
#include <aludel/schema/compare.hpp>

#include "sql/tokens.hpp"

namespace aludel::schema {
namespace {

void rename_in(std::vector<std::string>& names, const renamed_column& change) {
    std::replace(names.begin(), names.end(), change.from, change.to);
}

/// The expression with the column's new name wherever the old one stands as a name.
void rename_in(std::string& expression, const renamed_column& change) {
    std::string changed;
    std::size_t copied = 0;
    for (const sql::token& each : sql::tokens_of(expression)) {
        const bool is_name = each.kind == sql::token_kind::quoted_name || each.kind == sql::token_kind::word;
        if (is_name && each.unquoted() == change.from) {
            const bool is_quoted = each.kind == sql::token_kind::quoted_name;
            changed.append(expression, copied, each.begin - copied);
            changed += is_quoted ? each.text.front() + change.to + each.text.back() : change.to;
            copied = each.end();
        }
    }
    expression = changed + expression.substr(copied);
}

void rename_column(table& in, const renamed_column& change) {
    const auto found = std::find_if(in.columns.begin(), in.columns.end(),
                                    [&](const column& each) { return each.name == change.from; });
    if (found == in.columns.end()) {
        throw usage_error{"the column " + change.from + " of " + in.name.name +
                              " is to be renamed, but the database has no such column",
                          {.table = in.name.name, .column = change.from}};
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
        rename_in(each.expression, change);
    }
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
        for (table& each : result) {
            each.name = same_table(each.name, change.from) ? change.to : each.name;
            rename_references(each, change);
        }
    }
    for (const renamed_column& change : told.columns) {
        for (table& each : result) {
            if (same_table(each.name, change.table)) {
                rename_column(each, change);
            }
            rename_references(each, change);
        }
    }
    return result;
}

}  // namespace aludel::schema
