// SPDX-License-Identifier: BSL-1.0
#include "other_server.hpp"

#include <algorithm>
#include <utility>

#include <aludel/schema/plan.hpp>

#include "schema/unnamed_constraints.hpp"
#include "sql/tokens.hpp"

namespace aludel::migrate {
namespace {

using schema::difference;
using schema::table;
using schema::table_name;

/// A number or a text alone, which every server reads as the same.
bool is_plain_literal(const schema::column& of) {
    if (of.kind == value_kind::null || of.kind == value_kind::bytes || of.kind == value_kind::uuid) {
        return false;
    }
    const std::vector<sql::token> tokens = sql::tokens_of(of.default_expression);
    const bool is_signed = tokens.size() == 2 && tokens.front().is_symbol('-');
    if (tokens.size() != 1 && !is_signed) {
        return false;
    }
    const sql::token& last = tokens.back();
    if (last.kind == sql::token_kind::text) {
        return !is_signed && last.text.find('\\') == std::string_view::npos;
    }
    return last.kind == sql::token_kind::number && of.kind != value_kind::boolean;
}

/// Stands in tables for an expression that cannot be said here.
std::string stand_in(std::size_t number) {
    return "aludel_missing_" + std::to_string(number) + '_';
}

/// What one server told, as another one would make it.
class translation {
public:
    translation(schema::ddl_target to, std::string_view teller) : to_{to}, teller_{teller} {}
    translation(const translation&) = delete;
    translation& operator=(const translation&) = delete;
    virtual ~translation() = default;

    schema::column column(const table_name& in, schema::column from) {
        if (from.computed) {
            leave_out_expression(in, from);
        }
        from.default_expression = default_of(in, from);
        return with_type(in, std::move(from));
    }

    void leave_out_expression(const table_name& in, const schema::column& computed) {
        (void)leave_out(
            "the expression of " + in.name + '.' + computed.name,
            computed.clauses.substr(std::min(computed.clauses.size(), computed.clauses.find_first_not_of(' '))));
    }

    schema::column with_type(const table_name& in, schema::column from) {
        from.clauses.clear();
        from.computed = false;
        if (from.counted_apart && !to_.facts.syntax.separate_sequences) {
            from.counted = true;
            from.counted_apart = false;
            from.type.clear();
        }
        if (from.kind == value_kind::null) {
            (void)leave_out("the type of " + in.name + '.' + from.name, from.type);
        } else if (!from.counted) {
            const column_description like{.name = from.name, .kind = from.kind, .nullable = from.nullable};
            from.type.clear();
            from.meaning.clear();
            to_.dialect.append_column_type(from.type, to_.facts, like, {});
        }
        return from;
    }

    std::string default_of(const table_name& in, const schema::column& from) {
        const bool is_said = from.default_expression.empty() || is_plain_literal(from);
        return is_said ? from.default_expression
                       : leave_out("the default of " + in.name + '.' + from.name, from.default_expression);
    }

    virtual schema::check check(const table_name& of, schema::check from) {
        const std::string what = from.in_column      ? "the check of " + of.name + '.' + from.name
                                 : from.name.empty() ? "a check of " + of.name
                                                     : "the check " + from.name + " of " + of.name;
        from = as_constraint(std::move(from));
        from.expression = leave_out(what, from.expression);
        return from;
    }

    /// MariaDB names one that stands in a column after that column; others make a constraint of it, which is named
    /// after what it says.
    static schema::check as_constraint(schema::check from) {
        if (std::exchange(from.in_column, false)) {
            from.name.clear();
        }
        return from;
    }

    static schema::key_columns key(schema::key_columns from) {
        from.clauses.clear();
        return from;
    }

    static schema::foreign_key foreign_key(schema::foreign_key from) {
        from.clauses.clear();
        from.unwritable.clear();
        return from;
    }

    table whole(table from) {
        for (schema::column& each : from.columns) {
            each = column(from.name, std::move(each));
        }
        for (schema::check& each : from.checks) {
            each = check(from.name, std::move(each));
        }
        from.others.clear();
        from.options.clear();
        from.unwritable.clear();
        from.primary_key = key(std::move(from.primary_key));
        for (schema::key_columns& each : from.uniques) {
            each = key(std::move(each));
        }
        for (schema::foreign_key& each : from.foreign_keys) {
            each = foreign_key(std::move(each));
        }
        return from;
    }

    [[nodiscard]] const std::vector<std::string>& missing() const noexcept { return missing_; }

private:
    std::string leave_out(const std::string& what, const std::string& expression) {
        missing_.push_back(what + ", in the words of " + std::string{teller_} + ": " + expression);
        return stand_in(missing_.size() - 1);
    }

    schema::ddl_target to_;
    std::string_view teller_;
    std::vector<std::string> missing_;
};

bool is_stand_in(const std::string& expression) {
    return expression.starts_with("aludel_missing_");
}

/// Without what cannot be said.
std::vector<table> that_can_be_said(std::vector<table> tables) {
    for (table& each : tables) {
        std::erase_if(each.checks, [](const schema::check& check) { return is_stand_in(check.expression); });
        for (schema::column& column : each.columns) {
            if (is_stand_in(column.default_expression)) {
                column.default_expression.clear();
            }
        }
    }
    return tables;
}

/// What the statements would need, as where a column can only be renamed with all that it is.
std::vector<std::string> needed_by(const std::vector<std::string>& statements,
                                   const std::vector<std::string>& missing) {
    std::vector<std::string> needed;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (std::any_of(statements.begin(), statements.end(), [name = stand_in(i)](const std::string& each) {
                return each.find(name) != std::string::npos;
            })) {
            needed.push_back(missing[i]);
        }
    }
    return needed;
}

template <class Each, class Same>
void remove_like(std::vector<Each>& all, Same same) {
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found != all.end()) {
        all.erase(found);
    }
}

/// What checks say, from which those get their names that have none.
class checks_as_told : public translation {
public:
    using translation::translation;
    schema::check check(const table_name&, schema::check from) override { return as_constraint(std::move(from)); }
};

/// Takes differences back, one by one, so that wanted tables become those that were there. Tables and columns keep
/// their new names.
class undoing {
public:
    undoing(translation& translate, std::vector<table> tables) : translate_{translate}, tables_{std::move(tables)} {}

    [[nodiscard]] std::vector<table> tables() && { return std::move(tables_); }

    void operator()(const schema::table_renamed&) {}
    void operator()(const schema::column_renamed&) {}
    void operator()(const schema::table_added& one) {
        remove_like(tables_, [&](const table& each) { return same_table(each.name, one.table.name); });
    }
    void operator()(const schema::table_removed& one) { tables_.push_back(translate_.whole(one.table)); }
    void operator()(const schema::column_added& one) {
        of(one.table, [&](table& in) {
            remove_like(in.columns, [&](const schema::column& each) { return each.name == one.column.name; });
        });
    }
    void operator()(const schema::column_removed& one) {
        of(one.table, [&](table& in) { in.columns.push_back(translate_.column(one.table, one.column)); });
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
        of(one.table, [&](table& in) { in.primary_key = translation::key(one.before); });
    }
    void operator()(const schema::unique_added& one) {
        of(one.table, [&](table& in) { remove_key(in.uniques, one.unique); });
    }
    void operator()(const schema::unique_removed& one) {
        of(one.table, [&](table& in) { in.uniques.push_back(translation::key(one.unique)); });
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
            in.foreign_keys.push_back(translation::foreign_key(one.foreign_key));
            in.foreign_keys.back().own_index.clear();
        });
    }
    void operator()(const schema::check_added& one) {
        of(one.table, [&](table& in) {
            remove_like(in.checks, [&](const schema::check& each) { return each.name == one.check.name; });
        });
    }
    void operator()(const schema::check_removed& one) {
        of(one.table, [&](table& in) { in.checks.push_back(translate_.check(one.table, one.check)); });
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
    void change_back(schema::column& column, const schema::column_changed& one) {
        const bool has_other_type = one.before.counted != one.after.counted ||
                                    one.before.counted_apart != one.after.counted_apart ||
                                    (one.before.meaning.empty() ? one.before.type : one.before.meaning) !=
                                        (one.after.meaning.empty() ? one.after.type : one.after.meaning);
        if (has_other_type) {
            const schema::column before = translate_.with_type(one.table, one.before);
            column.type = before.type;
            column.kind = before.kind;
            column.counted = before.counted;
            column.counted_apart = before.counted_apart;
        }
        if (one.before.computed && !one.after.computed) {
            translate_.leave_out_expression(one.table, one.before);
        }
        column.nullable = one.before.nullable;
        if (one.before.default_expression != one.after.default_expression) {
            column.default_expression = translate_.default_of(one.table, one.before);
        }
    }

    translation& translate_;
    std::vector<table> tables_;
};

/// The tables that were there, by the names that they had.
std::vector<table> tables_before(translation& translate, std::span<const table> wanted,
                                 std::span<const difference> differences, const schema::renames& back) {
    undoing undo{translate, {wanted.begin(), wanted.end()}};
    for (const difference& each : differences) {
        std::visit(undo, each);
    }
    return schema::renamed(std::move(undo).tables(), back);
}

/// Both hold the same checks, in the same order.
void take_names(std::vector<table>& to, const std::vector<table>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) {
        for (std::size_t k = 0; k < to[i].checks.size(); ++k) {
            to[i].checks[k].name = from[i].checks[k].name;
        }
    }
}

}  // namespace

both_ways statements_elsewhere(schema::ddl_target to, std::span<const table> wanted,
                               std::span<const difference> differences, const schema::renames& told,
                               std::string_view teller) {
    const schema::renames back = schema::reversed(told);
    translation translate{to, teller};
    std::vector<table> have = tables_before(translate, wanted, differences, back);
    checks_as_told verbatim{to, teller};
    take_names(have, schema::with_names(to, tables_before(verbatim, wanted, differences, back)));
    const std::vector<table> said = that_can_be_said(have);
    both_ways ways;
    ways.up.statements = schema::statements_between(to, have, wanted, schema::compare(have, wanted, told));
    ways.up.missing = needed_by(ways.up.statements, translate.missing());
    ways.down.statements = schema::statements_between(to, wanted, said, schema::compare(wanted, said, back));
    ways.down.missing = translate.missing();
    return ways;
}

}  // namespace aludel::migrate
