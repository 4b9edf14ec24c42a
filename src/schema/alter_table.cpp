// SPDX-License-Identifier: BSL-1.0
#include "schema/alter_table.hpp"

#include <algorithm>

#include <aludel/sql/statements.hpp>

#include "schema/ddl_text.hpp"
#include "sql/named_parameters.hpp"

namespace aludel::schema {
namespace {

class column_changer {
public:
    column_changer(ddl_target to, const table_changes& of, std::vector<std::string>& statements)
        : to_{to}, of_{of}, statements_{statements} {}

    /// alter column …, one thing at a time
    void by_parts() {
        make_sequences();
        drop_columns();
        add_columns();
        for (const column_changed* each : of_.changed) {
            change(*each, *find_column(*of_.after, each->after.name));
        }
        start_sequences();
        fill();
    }

    /// modify column …, with the whole definition. In one statement, since a key that the server counts must be the
    /// primary key at every moment, and a table is copied once only.
    void whole() {
        make_sequences();
        std::vector<std::string> parts;
        if (of_.key != nullptr && !of_.key->before.columns.empty()) {
            parts.emplace_back("drop primary key");
        }
        for (const column_removed* each : of_.removed) {
            parts.push_back("drop column " + quoted(each->column.name));
        }
        for (const column_changed* each : of_.changed) {
            parts.push_back("modify column " + definition(each->after.name));
        }
        for (const column_added* each : of_.added) {
            parts.push_back("add column " + (each->column.counted_apart ? counted_definition(each->column.name)
                                                                        : definition(each->column.name, fills(*each))));
        }
        if (of_.key != nullptr && !of_.after->primary_key.columns.empty()) {
            append_primary_key(parts.emplace_back("add "), to_, of_.after->primary_key);
        }
        std::string all;
        for (const std::string& part : parts) {
            all += all.empty() ? part : ", " + part;
        }
        if (!all.empty()) {
            alter(all);
        }
        for (const column_added* each : of_.added) {
            if (each->column.counted_apart) {
                alter("modify column " + definition(each->column.name));
                start_sequence(each->column);
            }
        }
        start_sequences();
        fill();
    }

private:
    [[nodiscard]] std::string quoted(const std::string& name) const {
        std::string text;
        to_.dialect.append_identifier(text, name);
        return text;
    }
    void alter(const std::string& what) { statements_.push_back(alter_table(to_, of_.after->name) + what); }
    [[nodiscard]] std::string table_text() const {
        std::string text;
        append_name(text, to_, of_.after->name);
        return text;
    }
    [[nodiscard]] std::string definition(const std::string& column, null_rule nulls = null_rule::as_described) const {
        std::string text;
        append_column(text, to_, *find_column(*of_.after, column), nulls);
        return text;
    }
    /// For a key that a sequence counts from now on: the table counts the rows that are there.
    [[nodiscard]] std::string counted_definition(const std::string& name) const {
        column counted = *find_column(*of_.after, name);
        counted.counted = true;
        std::string text;
        append_column(text, to_, counted);
        return text;
    }
    /// A new column that rows must have a value in comes without NOT NULL, is filled, and forbids NULL then.
    static null_rule fills(const column_added& added) {
        return needs_filling(added.column) ? null_rule::allowed : null_rule::as_described;
    }

    void drop_columns() {
        for (const column_removed* each : of_.removed) {
            alter("drop column " + quoted(each->column.name));
        }
    }
    void add_columns() {
        for (const column_added* each : of_.added) {
            alter("add column " + definition(each->column.name, fills(*each)));
        }
    }
    static bool begins_to_count_apart(const column_changed& change) {
        // A sequence that stands beside a table which counts itself was left there, and knows nothing of its keys.
        return change.after.counted_apart && (!change.before.counted_apart || change.before.counted);
    }
    void make_sequences();
    void start_sequences();
    void start_sequence(const column& of);
    [[nodiscard]] bool is_filled(const column& added) const;
    void append_value(std::string& sql, const column& added) const;
    void fill();
    void change(const column_changed& change, const column& wanted);
    void set_type(const column& wanted);
    void start_counting(const column& wanted);
    void stop_counting(const column& wanted);

    ddl_target to_;
    const table_changes& of_;
    std::vector<std::string>& statements_;
};

/// For columns that did not count apart before, and for those whose keys are wider or narrower now.
void column_changer::make_sequences() {
    for (const column_added* each : of_.added) {
        if (each->column.counted_apart) {
            statements_.push_back(create_sequence(to_, of_.after->name, each->column));
        }
    }
    for (const column_changed* each : of_.changed) {
        if (begins_to_count_apart(*each)) {
            statements_.push_back(create_sequence(to_, of_.after->name, each->after));
        } else if (each->after.counted_apart && each->before.kind != each->after.kind) {
            statements_.push_back(to_.dialect.alter_sequence_statement(sequence_text(to_, of_.after->name, each->after),
                                                                       each->after.kind));
        }
    }
}

/// Behind the change of the columns: from then on no row comes without a key that it brings.
void column_changer::start_sequences() {
    for (const column_changed* each : of_.changed) {
        if (begins_to_count_apart(*each)) {
            start_sequence(each->after);
        }
    }
}

void column_changer::start_sequence(const column& of) {
    statements_.push_back(to_.dialect.start_sequence_statement(sequence_text(to_, of_.after->name, of), of.kind,
                                                               table_text(), quoted(of.name)));
}

/// Not where the table has counted the rows.
bool column_changer::is_filled(const column& added) const {
    const bool is_counted = added.counted_apart && to_.facts.table_change != table_change::alter_column;
    return needs_filling(added) && !is_counted;
}

/// What rows get that were there before the column.
void column_changer::append_value(std::string& sql, const column& added) const {
    if (added.counted_apart) {
        to_.dialect.append_next_key(sql, sequence_text(to_, of_.after->name, added));
    } else {
        to_.dialect.append_empty_value(sql, added);
    }
}

void column_changer::fill() {
    for (const column_added* each : of_.added) {
        if (!is_filled(each->column)) {
            continue;
        }
        const std::string name = quoted(each->column.name);
        std::string update = "update " + table_text() + " set " + name + " = ";
        append_value(update, *find_column(*of_.after, each->column.name));
        statements_.push_back(update + " where " + name + " is null");
        if (to_.facts.table_change == table_change::alter_column) {
            alter("alter column " + name + " set not null");
        } else {
            alter("modify column " + definition(each->column.name));
        }
    }
}

void column_changer::change(const column_changed& change, const column& wanted) {
    const std::string column = "alter column " + quoted(wanted.name);
    const bool has_other_default = changes_default(change) || changes_type(change);
    if (change.before.counted && !change.after.counted) {
        stop_counting(wanted);
    } else if (has_other_default && !change.before.default_expression.empty()) {
        alter(column + " drop default");  // it may not fit the new type
    }
    if (changes_type(change)) {
        set_type(wanted);
    }
    if (change.before.nullable != change.after.nullable) {
        alter(column + (change.after.nullable ? " drop not null" : " set not null"));
    }
    if (has_other_default && !wanted.default_expression.empty()) {
        alter(column + " set default " + default_text(to_, wanted));
    }
    if (!change.before.counted && change.after.counted) {
        start_counting(wanted);
    }
}

void column_changer::set_type(const column& wanted) {
    const std::string name = quoted(wanted.name);
    std::string type = wanted.type;
    if (wanted.counted) {
        type.clear();
        column_description counted{.name = wanted.name, .kind = wanted.kind};
        to_.dialect.append_column_type(type, to_.facts, counted, {.refers_to_integer_key = true});
    }
    const std::string base = type.substr(0, type.find(" collate "));
    alter("alter column " + name + " type " + type + " using cast(" + name + " as " + base + ')');
}

/// The counter goes on behind the greatest key that is there; with one left out, since a key that is in the table
/// already moves no counter.
void column_changer::start_counting(const column& wanted) {
    alter("alter column " + quoted(wanted.name) + " add generated by default as identity");
    const column_description key_column{.name = wanted.name, .kind = wanted.kind};
    table_description counted{};
    counted.name = of_.after->name.name;
    counted.schema = of_.after->name.schema;
    std::string sql = to_.dialect.reserve_keys_statement(to_.facts, counted, key_column);
    sql::put_for_parameter(sql, 1, "(select max(" + quoted(wanted.name) + ") + 1 from " + table_text() + ')');
    if (!sql.empty()) {
        statements_.push_back(std::move(sql));
    }
}

void column_changer::stop_counting(const column& wanted) {
    alter("alter column " + quoted(wanted.name) + " drop identity if exists");
    alter("alter column " + quoted(wanted.name) + " drop default");  // a sequence's, before there were identities
}

}  // namespace

void append_column_changes(std::vector<std::string>& statements, ddl_target to, const table_changes& of) {
    column_changer changer{to, of, statements};
    if (to.facts.table_change == table_change::alter_column) {
        changer.by_parts();
    } else {
        changer.whole();
    }
}

}  // namespace aludel::schema
