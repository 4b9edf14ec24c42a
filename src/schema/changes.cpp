// SPDX-License-Identifier: BSL-1.0
#include "schema/changes.hpp"

#include <algorithm>

#include "schema/ddl_text.hpp"
#include "schema/same.hpp"

namespace aludel::schema {
namespace {

class sorter {
public:
    sorter(std::span<const table> before, std::span<const table> after, sorted_changes& to)
        : before_{before}, after_{after}, to_{to} {}

    void operator()(const table_renamed& each) { to_.tables_renamed.push_back(&each); }
    void operator()(const column_renamed& each) { to_.columns_renamed.push_back(&each); }
    void operator()(const table_added& each) { to_.tables_added.push_back(find_table(after_, each.table.name)); }
    void operator()(const table_removed& each) { to_.tables_removed.push_back(find_table(before_, each.table.name)); }
    void operator()(const column_added& each) { of(each.table).added.push_back(&each); }
    void operator()(const column_removed& each) { of(each.table).removed.push_back(&each); }
    void operator()(const column_changed& each) { of(each.table).changed.push_back(&each); }
    void operator()(const primary_key_changed& each) { of(each.table).key = &each; }
    void operator()(const unique_added& each) { of(each.table).uniques_added.push_back(&each); }
    void operator()(const unique_removed& each) { of(each.table).uniques_removed.push_back(&each); }
    void operator()(const index_added& each) { of(each.table).indexes_added.push_back(&each); }
    void operator()(const index_removed& each) { of(each.table).indexes_removed.push_back(&each); }
    void operator()(const foreign_key_added& each) { of(each.table).foreign_keys_added.push_back(&each); }
    void operator()(const foreign_key_removed& each) { of(each.table).foreign_keys_removed.push_back(&each); }
    void operator()(const check_added& each) { of(each.table).checks_added.push_back(&each); }
    void operator()(const check_removed& each) { of(each.table).checks_removed.push_back(&each); }

private:
    table_changes& of(const table_name& name) {
        for (table_changes& each : to_.tables) {
            if (same_table(each.after->name, name)) {
                return each;
            }
        }
        table_changes& made = to_.tables.emplace_back();
        made.before = find_table(before_, name);
        made.after = find_table(after_, name);
        return made;
    }

    std::span<const table> before_;
    std::span<const table> after_;
    sorted_changes& to_;
};

/// The one that says the same; what compare() tells of is there.
template <class Each, class Same>
const Each& find_same(const std::vector<Each>& in, const Each& like, Same same) noexcept {
    const auto found = std::find_if(in.begin(), in.end(), [&](const Each& each) { return same(each, like); });
    return found == in.end() ? like : *found;
}

/// Of one that is called after a table and a column.
void append_rename_of_sequence(std::vector<std::string>& statements, ddl_target to, const std::string& from,
                               const std::string& now) {
    if (from != now) {
        statements.push_back(to.dialect.rename_sequence_statement(from, now));
    }
}

/// Tables and columns may be renamed more than once.
table_name name_in_the_end(const table_renamed& renamed, const sorted_changes& changes) {
    table_name name = renamed.to;
    const auto from = std::find(changes.tables_renamed.begin(), changes.tables_renamed.end(), &renamed);
    std::for_each(from + 1, changes.tables_renamed.end(),
                  [&name](const table_renamed* later) { name = same_table(later->from, name) ? later->to : name; });
    return name;
}

std::string name_in_the_end(const column_renamed& renamed, const sorted_changes& changes) {
    std::string name = renamed.to;
    const auto from = std::find(changes.columns_renamed.begin(), changes.columns_renamed.end(), &renamed);
    std::for_each(from + 1, changes.columns_renamed.end(), [&](const column_renamed* later) {
        name = same_table(later->table, renamed.table) && later->from == name ? later->to : name;
    });
    return name;
}

/// Of a column, before any of the table's was renamed.
std::string name_before(const table_name& of, const column& is, const sorted_changes& changes) {
    std::string name = is.name;
    for (auto each = changes.columns_renamed.rbegin(); each != changes.columns_renamed.rend(); ++each) {
        name = same_table((*each)->table, of) && (*each)->to == name ? (*each)->from : name;
    }
    return name;
}

/// Of those that are called after the table, whose columns still have the names of before.
void append_renames_of_sequences(std::vector<std::string>& statements, ddl_target to, const table_renamed& renamed,
                                 const sorted_changes& changes, std::span<const table> before) {
    const table* const of = find_table(before, name_in_the_end(renamed, changes));
    if (of == nullptr) {
        return;
    }
    for (const column& is : of->columns) {
        if (!is.counted_apart) {
            continue;
        }
        column old = is;
        old.name = name_before(of->name, is, changes);
        append_rename_of_sequence(statements, to, sequence_text(to, renamed.from, old),
                                  sequence_text(to, renamed.to, old));
    }
}

}  // namespace

sorted_changes sort_changes(std::span<const table> before, std::span<const table> after,
                            std::span<const difference> differences) {
    sorted_changes sorted;
    sorter sort{before, after, sorted};
    for (const difference& each : differences) {
        std::visit(sort, each);
    }
    return sorted;
}

bool changes_type(const column_changed& change) noexcept {
    return meaning_of(change.before) != meaning_of(change.after);
}

bool changes_default(const column_changed& change) {
    return !same_expression(change.before.default_expression, change.after.default_expression);
}

bool needs_filling(const column& added) noexcept {
    return !added.nullable && !added.counted && !added.computed && added.default_expression.empty();
}

const key_columns& wanted_unique(const table& in, const key_columns& like) noexcept {
    return find_same(in.uniques, like, same_unique);
}

const key_columns& wanted_index(const table& in, const key_columns& like) noexcept {
    return find_same(in.indexes, like, same_index);
}

const check& wanted_check(const table& in, const check& like) noexcept {
    // By name: the expression of the difference is in the server's words.
    return find_same(in.checks, like, [](const check& each, const check& wanted) { return each.name == wanted.name; });
}

const foreign_key& wanted_foreign_key(const table& in, const foreign_key& like) noexcept {
    return find_same(in.foreign_keys, like, [](const foreign_key& each, const foreign_key& wanted) {
        return each.columns == wanted.columns && same_table(each.referenced, wanted.referenced) &&
               each.referenced_columns == wanted.referenced_columns;
    });
}

void append_renames(std::vector<std::string>& statements, ddl_target to, const sorted_changes& changes,
                    std::span<const table> before) {
    for (const table_renamed* each : changes.tables_renamed) {
        std::string sql = alter_table(to, each->from) + "rename to ";
        to.facts.renames_name_the_schema ? append_name(sql, to, each->to)
                                         : to.dialect.append_identifier(sql, each->to.name);
        statements.push_back(std::move(sql));
        append_renames_of_sequences(statements, to, *each, changes, before);
    }
    for (const column_renamed* each : changes.columns_renamed) {
        const table* of = find_table(before, each->table);
        const column* in_the_end = of == nullptr ? nullptr : find_column(*of, name_in_the_end(*each, changes));
        column renamed = in_the_end == nullptr ? column{} : *in_the_end;
        renamed.name = each->to;
        std::string sql = alter_table(to, each->table);
        sql += to.facts.renames_columns ? "rename column " : "change column ";
        to.dialect.append_identifier(sql, each->from);
        sql += to.facts.renames_columns ? " to " : " ";
        if (to.facts.renames_columns || in_the_end == nullptr) {
            to.dialect.append_identifier(sql, each->to);
        } else {
            append_column(sql, to, renamed);
        }
        statements.push_back(std::move(sql));
        if (renamed.counted_apart) {
            column old = renamed;
            old.name = each->from;
            append_rename_of_sequence(statements, to, sequence_text(to, each->table, old),
                                      sequence_text(to, each->table, renamed));
        }
    }
}

}  // namespace aludel::schema
