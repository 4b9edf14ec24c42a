// SPDX-License-Identifier: BSL-1.0
#include "other_server.hpp"

#include <algorithm>

#include <aludel/schema/plan.hpp>

namespace aludel::migrate {
namespace {

using schema::difference;
using schema::table;
using schema::table_name;

/// As one server told it, as another would make it.
schema::column translated(schema::ddl_target to, schema::column column) {
    if (column.kind != value_kind::null && !column.counted) {
        const column_description like{.name = column.name, .kind = column.kind, .nullable = column.nullable};
        column.type.clear();
        column.meaning.clear();
        to.dialect.append_column_type(column.type, to.facts, like, {});
    }
    return column;
}

table translated(schema::ddl_target to, table from) {
    for (schema::column& column : from.columns) {
        column = translated(to, std::move(column));
    }
    from.others.clear();
    return from;
}

template <class Each, class Same>
void remove_like(std::vector<Each>& all, Same same) {
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found != all.end()) {
        all.erase(found);
    }
}

/// Takes differences back, one by one, so that wanted tables become those that were there. Tables and columns keep
/// their new names.
class undoing {
public:
    undoing(schema::ddl_target to, std::vector<table> tables) : to_{to}, tables_{std::move(tables)} {}

    [[nodiscard]] std::vector<table> tables() && { return std::move(tables_); }

    void operator()(const schema::table_renamed&) {}
    void operator()(const schema::column_renamed&) {}
    void operator()(const schema::table_added& one) {
        remove_like(tables_, [&](const table& each) { return same_table(each.name, one.table.name); });
    }
    void operator()(const schema::table_removed& one) { tables_.push_back(translated(to_, one.table)); }
    void operator()(const schema::column_added& one) {
        of(one.table, [&](table& in) {
            remove_like(in.columns, [&](const schema::column& each) { return each.name == one.column.name; });
        });
    }
    void operator()(const schema::column_removed& one) {
        of(one.table, [&](table& in) { in.columns.push_back(translated(to_, one.column)); });
    }
    void operator()(const schema::column_changed& one) {
        of(one.table, [&](table& in) {
            for (schema::column& each : in.columns) {
                if (each.name == one.after.name) {
                    change_back(each, one);
                }
            }
        });
    }
    void operator()(const schema::primary_key_changed& one) {
        of(one.table, [&](table& in) { in.primary_key = one.before; });
    }
    void operator()(const schema::unique_added& one) {
        of(one.table, [&](table& in) { remove_key(in.uniques, one.unique); });
    }
    void operator()(const schema::unique_removed& one) {
        of(one.table, [&](table& in) { in.uniques.push_back(one.unique); });
    }
    void operator()(const schema::index_added& one) {
        of(one.table, [&](table& in) { remove_key(in.indexes, one.index); });
    }
    void operator()(const schema::index_removed& one) {
        of(one.table, [&](table& in) { in.indexes.push_back(one.index); });
    }
    void operator()(const schema::foreign_key_added& one) {
        of(one.table, [&](table& in) {
            remove_like(in.foreign_keys, [&](const schema::foreign_key& each) {
                return each.columns == one.foreign_key.columns &&
                       same_table(each.referenced, one.foreign_key.referenced);
            });
        });
    }
    void operator()(const schema::foreign_key_removed& one) {
        of(one.table, [&](table& in) {
            in.foreign_keys.push_back(one.foreign_key);
            in.foreign_keys.back().own_index.clear();
        });
    }
    void operator()(const schema::check_added& one) {
        of(one.table, [&](table& in) {
            remove_like(in.checks, [&](const schema::check& each) { return each.name == one.check.name; });
        });
    }
    void operator()(const schema::check_removed& one) {
        of(one.table, [&](table& in) { in.checks.push_back(one.check); });
    }

private:
    template <class Work>
    void of(const table_name& name, Work work) {
        for (table& each : tables_) {
            if (same_table(each.name, name)) {
                work(each);
            }
        }
    }
    static void remove_key(std::vector<schema::key_columns>& keys, const schema::key_columns& removed) {
        remove_like(keys, [&](const schema::key_columns& each) { return each.columns == removed.columns; });
    }
    /// Only what has changed: all else is as this server would have it.
    void change_back(schema::column& column, const schema::column_changed& one) const {
        const schema::column before = translated(to_, one.before);
        const bool has_other_type = one.before.counted != one.after.counted ||
                                    (one.before.meaning.empty() ? one.before.type : one.before.meaning) !=
                                        (one.after.meaning.empty() ? one.after.type : one.after.meaning);
        if (has_other_type) {
            column.type = before.type;
            column.kind = before.kind;
            column.counted = before.counted;
        }
        column.nullable = before.nullable;
        if (one.before.default_expression != one.after.default_expression) {
            column.default_expression = before.default_expression;
        }
    }

    schema::ddl_target to_;
    std::vector<table> tables_;
};

}  // namespace

both_ways statements_elsewhere(schema::ddl_target to, std::span<const table> wanted,
                               std::span<const difference> differences, const schema::renames& told) {
    undoing undo{to, {wanted.begin(), wanted.end()}};
    for (const difference& each : differences) {
        std::visit(undo, each);
    }
    const schema::renames back = schema::reversed(told);
    const std::vector<table> have = schema::renamed(std::move(undo).tables(), back);
    return {schema::statements_between(to, have, wanted, schema::compare(have, wanted, told)),
            schema::statements_between(to, wanted, have, schema::compare(wanted, have, back))};
}

}  // namespace aludel::migrate
