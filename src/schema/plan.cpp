// SPDX-License-Identifier: BSL-1.0
#include <aludel/schema/plan.hpp>

#include <algorithm>

#include <aludel/schema/reading.hpp>

#include "schema/changes.hpp"
#include "schema/same.hpp"
#include "schema/strict_types.hpp"
#include "schema/unnamed_constraints.hpp"

namespace aludel::schema {
namespace {

renames told_in(std::span<const difference> differences) {
    renames told;
    for (const difference& each : differences) {
        if (const auto* table = std::get_if<table_renamed>(&each)) {
            told.tables.push_back({table->from, table->to});
        } else if (const auto* column = std::get_if<column_renamed>(&each)) {
            told.columns.push_back({column->table, column->from, column->to});
        }
    }
    return told;
}

/// Each wanted one that is there, by what the database made of it, becomes the one that is there.
template <class Each, class Same>
void take_names(std::vector<Each>& wanted, const std::vector<Each>& settled, const std::vector<Each>& have, Same same) {
    std::vector<bool> taken(have.size());
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        for (std::size_t i = 0; i < have.size(); ++i) {
            if (!taken[i] && same(have[i], settled[at])) {
                taken[i] = true;
                wanted[at] = have[i];
                break;
            }
        }
    }
}

/// What structs cannot say of columns stays, whatever else becomes of them; what does not change keeps its words.
void keep_columns(table& wanted, const table& settled, const table& is) {
    const bool has_same_key = wanted.primary_key.columns == is.primary_key.columns;  // SQLite counts an INTEGER key
    for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
        column& each = wanted.columns[i];
        const column* there = find_column(is, each.name);
        if (there == nullptr) {
            continue;
        }
        each.computed = there->computed;
        each.clauses = there->clauses;
        const column* printed = find_column(settled, each.name);
        if (printed != nullptr && !each.counted && has_same_key && same_column(*there, *printed)) {
            each.type = there->type;
            each.meaning = there->meaning;
            each.default_expression = there->default_expression;
        }
    }
}

/// A foreign key that only does something else from now on says the rest as it did.
void keep_clauses(std::vector<foreign_key>& wanted, const std::vector<foreign_key>& have) {
    for (foreign_key& each : wanted) {
        const auto found = std::find_if(have.begin(), have.end(), [&each](const foreign_key& is) {
            return is.columns == each.columns && same_table(is.referenced, each.referenced) &&
                   is.referenced_columns == each.referenced_columns;
        });
        if (found != have.end() && each.clauses.empty()) {
            each.clauses = found->clauses;
        }
    }
}

/// What stays keeps its name and its words: the way back, and tables that are built anew, find it as it is.
/// `wanted` and `settled` are the same tables in the same order.
void keep_what_is_there(const dialect& spell, std::vector<table>& wanted, std::span<const table> settled,
                        std::span<const table> present) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        table& each = wanted[i];
        const table* is = find_table(present, each.name);
        if (is == nullptr) {
            continue;
        }
        if (is->primary_key.columns == each.primary_key.columns) {
            each.primary_key = is->primary_key;
        } else {  // said, so that it is the same on the way back, when the table may have another name
            each.primary_key.name = spell.primary_key_name(each.name);
        }
        keep_columns(each, settled[i], *is);
        take_names(each.uniques, settled[i].uniques, is->uniques, same_unique);
        take_names(each.indexes, settled[i].indexes, is->indexes, same_index);
        take_names(each.foreign_keys, settled[i].foreign_keys, is->foreign_keys, same_foreign_key);
        keep_clauses(each.foreign_keys, is->foreign_keys);
        for (foreign_key& reference : each.foreign_keys) {
            reference.own_index.clear();  // it comes and goes with the other indexes
        }
        // Checks say the same in the server's words, so that these are looked up.
        for (check& wants : each.checks) {
            const auto printed = std::find_if(settled[i].checks.begin(), settled[i].checks.end(),
                                              [&](const check& one) { return one.name == wants.name; });
            const auto kept = std::find_if(is->checks.begin(), is->checks.end(), [&](const check& one) {
                return printed != settled[i].checks.end() && same_check(one, *printed);
            });
            wants = kept == is->checks.end() ? wants : *kept;
        }
        each.others = is->others;
        each.options = is->options;
        each.column_case_counts = is->column_case_counts;
    }
}

}  // namespace

std::vector<std::string> statements_between(ddl_target to, std::span<const table> have, std::span<const table> want,
                                            std::span<const difference> differences) {
    const std::vector<table> before = spelled_like(want, renamed(have, told_in(differences)));
    if (to.facts.table_change == table_change::rebuild) {
        return rebuild_statements(to, sort_changes(before, want, differences), before);
    }
    const std::vector<table> named_before = with_names(to, before);
    const std::vector<table> named_want = with_names(to, want);
    const std::vector<difference> named = with_names(to, differences, named_before);
    return alter_statements(to, sort_changes(named_before, named_want, named), named_before, named_want);
}

change_plan plan_changes(session_core& session, std::span<const table> have, std::span<const table> described,
                         const renames& told) {
    const ddl_target to{session.dialect(), session.facts()};
    const std::vector<table> present = spelled_like(described, renamed(have, told));
    const std::vector<table> settled = typed_like(present, settle(session, described));
    std::vector<table> wanted = typed_like(present, described);
    keep_what_is_there(session.dialect(), wanted, settled, present);
    change_plan made;
    made.differences = compare(have, settled, told);
    made.up = statements_between(to, have, wanted, made.differences);
    made.down = statements_between(to, wanted, have, compare(settled, have, reversed(told)));
    return made;
}

}  // namespace aludel::schema
