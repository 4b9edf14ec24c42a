// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/error.hpp>

#include "schema/changes.hpp"
#include "schema/ddl_text.hpp"

namespace aludel::schema {
namespace {

class rebuilding {
public:
    rebuilding(ddl_target to, const sorted_changes& changes, std::span<const table> before)
        : to_{to}, changes_{changes}, before_{before} {}

    std::vector<std::string> plan() {
        append_renames(statements_, to_, changes_, before_);
        for (const table* each : changes_.tables_removed) {
            statements_.push_back(drop_table(to_, each->name));
        }
        for (const table_changes& each : changes_.tables) {
            can_be_altered(each) ? alter(each) : rebuild(each);
        }
        for (const table* each : changes_.tables_added) {
            for (std::string& sql : create_table(to_, *each, {})) {
                statements_.push_back(std::move(sql));
            }
        }
        return std::move(statements_);
    }

private:
    /// Indexes come and go, and columns that rows need not have a value in are added: all else is a new table.
    static bool can_be_altered(const table_changes& of) {
        const bool columns_are_plain = std::all_of(of.added.begin(), of.added.end(), [&of](const column_added* each) {
            const column& added = each->column;  // in clauses SQLite takes some words only
            return added.nullable && !added.counted && added.default_expression.empty() && added.clauses.empty() &&
                   !says_unwritable(*of.after, added.name);
        });
        const bool drops_indexes_only = std::all_of(of.uniques_removed.begin(), of.uniques_removed.end(),
                                                    [](const unique_removed* each) { return each->unique.is_index; });
        return columns_are_plain && drops_indexes_only && (of.removed.empty() || keeps_the_unwritable(of)) &&
               of.changed.empty() && of.key == nullptr && of.uniques_added.empty() && of.foreign_keys_added.empty() &&
               of.foreign_keys_removed.empty() && of.checks_added.empty() && of.checks_removed.empty();
    }
    static bool says_unwritable(const table& in, const std::string& column) {
        return std::any_of(in.unwritable.begin(), in.unwritable.end(),
                           [&column](const unwritable_clause& each) { return each.column == column; });
    }
    /// A table that cannot be written again loses columns in place, which SQLite has from 3.35 (2021-03) on and for
    /// columns alone that nothing else speaks of: sqlite.org/lang_altertable.html, 5.
    static bool keeps_the_unwritable(const table_changes& of) {
        return !of.before->unwritable.empty() || !of.after->unwritable.empty();
    }

    void alter(const table_changes& of);
    void rebuild(const table_changes& of);
    void drop_index(const table_name& of, const std::string& name);
    void copy_rows(const table_changes& of, const table& made);
    [[nodiscard]] std::string quoted(const table_name& name) const {
        std::string text;
        append_name(text, to_, name);
        return text;
    }

    void append(std::string_view statement) {
        if (!statement.empty()) {
            statements_.emplace_back(statement);
        }
    }

    ddl_target to_;
    const sorted_changes& changes_;
    std::span<const table> before_;
    std::vector<std::string> statements_;
};

void rebuilding::drop_index(const table_name& of, const std::string& name) {
    statements_.push_back("drop index " + quoted({of.schema, name}));
}

void rebuilding::alter(const table_changes& of) {
    const table_name& name = of.after->name;
    for (const index_removed* each : of.indexes_removed) {
        drop_index(name, each->index.name);
    }
    for (const unique_removed* each : of.uniques_removed) {
        drop_index(name, each->unique.name);
    }
    for (const column_removed* each : of.removed) {
        std::string sql = alter_table(to_, name) + "drop column ";
        to_.dialect.append_identifier(sql, each->column.name);
        statements_.push_back(std::move(sql));
    }
    for (const column_added* each : of.added) {
        std::string sql = alter_table(to_, name) + "add column ";
        append_column(sql, to_, *find_column(*of.after, each->column.name));
        statements_.push_back(std::move(sql));
    }
    for (const index_added* each : of.indexes_added) {
        statements_.push_back(create_index(to_, name, wanted_index(*of.after, each->index)));
    }
}

void rebuilding::copy_rows(const table_changes& of, const table& made) {
    std::string into = "insert into " + quoted(made.name) + " (";
    std::string from;
    for (const column& each : made.columns) {
        std::string value;
        if (each.computed) {
            continue;
        }
        if (find_column(*of.before, each.name) != nullptr) {
            to_.dialect.append_identifier(value, each.name);
        } else if (needs_filling(each)) {
            to_.dialect.append_empty_value(value, each);
        } else {
            continue;
        }
        into += from.empty() ? "" : ", ";
        to_.dialect.append_identifier(into, each.name);
        from += from.empty() ? value : ", " + value;
    }
    if (!from.empty()) {
        statements_.push_back(into + ") select " + from + " from " + quoted(of.before->name));
    }
}

/// What stands in a table that is built anew and could not be written again.
void require_writable(const table& built) {
    if (built.unwritable.empty()) {
        return;
    }
    const unwritable_clause& first = built.unwritable.front();
    const std::string of = first.column.empty() ? std::string{} : " of its column " + first.column;
    throw usage_error{"the table " + built.name.name + " would have to be built anew, which would lose \"" +
                          first.text + '"' + of +
                          "; take that out of the table before, or write the statements for this change by hand, in a "
                          "revision of their own",
                      {.table = built.name.name, .column = first.column}};
}

/// The new table is made under another name, takes the rows, and then the name: the references of other tables mean it
/// from then on. sqlite.org/lang_altertable.html, 7, where this order is recommended.
void rebuilding::rebuild(const table_changes& of) {
    require_writable(*of.before);
    require_writable(*of.after);
    table made = *of.after;
    made.name.name = "aludel_new_" + of.after->name.name;
    made.indexes.clear();
    for (std::string& sql : create_table(to_, made, {})) {
        statements_.push_back(std::move(sql));
    }
    if (std::any_of(made.columns.begin(), made.columns.end(), [](const column& each) { return each.counted; })) {
        append(to_.dialect.copy_counter_statement(of.before->name, made.name));
    }
    copy_rows(of, made);
    statements_.push_back(drop_table(to_, of.before->name));
    std::string rename = alter_table(to_, made.name) + "rename to ";
    to_.dialect.append_identifier(rename, of.after->name.name);
    append(to_.dialect.guard_of_rebuild().before_rename);
    append(rename);
    append(to_.dialect.guard_of_rebuild().behind_rename);
    for (const key_columns& index : of.after->indexes) {
        statements_.push_back(create_index(to_, of.after->name, index));
    }
    statements_.insert(statements_.end(), of.before->others.begin(), of.before->others.end());
}

}  // namespace

std::vector<std::string> rebuild_statements(ddl_target to, const sorted_changes& changes,
                                            std::span<const table> before) {
    return rebuilding{to, changes, before}.plan();
}

}  // namespace aludel::schema
