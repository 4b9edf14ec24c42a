// SPDX-License-Identifier: BSL-1.0
#include "batch_statements.hpp"

#include <algorithm>

#include "model/column_places.hpp"

namespace aludel::postgresql {
namespace {

constexpr std::string_view given = "aludel_given";
constexpr std::string_view stored = "aludel_stored";
constexpr std::string_view written = "aludel_written";

std::string identifier(sql::target to, const bulk_plan& plan, column_index column) {
    std::string name;
    to.spell.append_identifier(name, plan.table->columns[column].name);
    return name;
}

std::string table_name(sql::target to, const bulk_plan& plan) {
    std::string name;
    append_table_name(name, to.spell, *plan.table);
    return name;
}

/// The value that the batch brings for a column, of the alias `from`.
std::string given_value(const bulk_column& column, std::size_t place, std::string_view from) {
    std::string value{from};
    value += ".c" + std::to_string(place);
    return column.cast.empty() ? value : "cast(" + value + " as " + column.cast + ')';
}

std::string given_value(const bulk_load& load, column_index column, std::string_view from = given) {
    const auto found = std::find_if(load.columns.begin(), load.columns.end(),
                                    [column](const bulk_column& each) { return each.index == column; });
    return given_value(*found, static_cast<std::size_t>(found - load.columns.begin()), from);
}

/// In the select list: behind FROM the server would write each array into a table of its own first, which takes a
/// third longer. Both read the elements in their order (manual, "Array Functions and Operators").
std::string rows_of_arrays(const bulk_load& load, bool numbered) {
    std::string sql = numbered ? "select generate_subscripts($1, 1) as n" : "select";
    for (std::size_t i = 0; i < load.columns.size(); ++i) {
        const std::string place = std::to_string(i);
        sql += (i > 0 || numbered ? ", unnest($" : " unnest($") + std::to_string(i + 1) + ") as c" + place;
    }
    return sql;
}

std::string from_arrays(const bulk_load& load, bool numbered) {
    return '(' + rows_of_arrays(load, numbered) + ") as " + std::string{given};
}

/// `prefix` is put in front of each.
std::string column_list(sql::target to, const bulk_plan& plan, std::span<const column_index> columns,
                        std::string_view prefix, std::string_view separator) {
    std::string sql;
    for (const column_index column : columns) {
        sql += sql.empty() ? std::string_view{} : separator;
        sql += prefix;
        sql += identifier(to, plan, column);
    }
    return sql;
}

/// The rows of `table`, whose key columns have these names there, are the ones that the batch brings.
template <class Name_of>
std::string keys_match(const bulk_plan& plan, const bulk_load& load, Name_of name_of) {
    std::string sql;
    for (const column_index key : plan.policy.key) {
        sql += sql.empty() ? "" : " and ";
        sql += name_of(key) + " = " + given_value(load, key);
    }
    return sql;
}

std::string stored_column(sql::target to, const bulk_plan& plan, column_index column) {
    return std::string{stored} + '.' + identifier(to, plan, column);
}

std::string keys_match_stored(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    return keys_match(plan, load, [&](column_index key) { return stored_column(to, plan, key); });
}

/// Of the given rows with the key of a row of the table, only the last or the first takes part: `order` is "<" or ">".
/// By way of the table, whose key columns have these names there, and its collations.
template <class Name_of>
std::string without_twins(const bulk_plan& plan, const bulk_load& load, const std::string& source, char order,
                          Name_of name_of) {
    const std::string twin = "aludel_twin";
    std::string sql = " and not exists (select from " + source + " as " + twin + " where " + twin + ".n " + order +
                      ' ' + std::string{given} + ".n";
    for (const column_index key : plan.policy.key) {
        sql += " and " + given_value(load, key, twin) + " = " + name_of(key);
    }
    return sql + ')';
}

std::string look_again_statement(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    std::string sql = "select " + std::string{given} + ".n, false";
    for (const column_index column : plan.returning) {
        sql += ", " + stored_column(to, plan, column);
    }
    return sql + " from " + from_arrays(load, true) + " join " + table_name(to, plan) + " as " + std::string{stored} +
           " on " + keys_match_stored(to, plan, load);
}

/// Whether a returned row is a new one. A new version of a row holds the lock of the transaction that made it in
/// xmax, a new row holds nothing. Tuples that went through a partitioned table have no system columns ("cannot
/// retrieve a system column in this context", 15 and 18): there a row is new if the statement's snapshot lacks it.
std::string is_new(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    if (!load.is_partitioned) {
        return "xmax = 0";
    }
    const std::string table = table_name(to, plan);
    std::string sql = "not exists (select from " + table + " as before where ";
    for (std::size_t i = 0; i < plan.policy.key.size(); ++i) {
        const std::string name = identifier(to, plan, plan.policy.key[i]);
        sql += (i == 0 ? "before." : " and before.") + name + " = " + table + '.' + name;
    }
    return sql + ')';
}

std::string insert_from(sql::target to, const bulk_plan& plan, const bulk_load& load, bool keys_are_brought,
                        std::string_view source) {
    std::string sql = "insert into " + table_name(to, plan) + " (";
    sql::append_column_list(sql, to.spell, *plan.table, plan.columns);
    sql += ") select ";
    for (std::size_t i = 0; i < load.columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        const std::string value = given_value(load.columns[i], i, given);
        if (keys_are_brought && load.key && load.columns[i].index == load.key->index) {
            sql += value;
        } else {
            sql::append_inserted_value(sql, to, *plan.table, load.columns[i].index, value);
        }
    }
    sql += " from ";
    sql += source;
    conflict_policy policy = plan.policy;
    if (!changes_rows(plan) && policy.action == conflict_action::do_update) {
        policy = {conflict_action::do_nothing, plan.policy.key, {}};
    }
    sql::append_conflict_clause(sql, to, *plan.table, policy);
    return sql;
}

batch_statement insert_statement(sql::target to, const bulk_plan& plan, const bulk_load& load, bool keys_are_brought) {
    const std::string insert = insert_from(to, plan, load, keys_are_brought, from_arrays(load, false));
    if (plan.on_stored) {
        // ModifyTable returns each row as it has inserted it (src/backend/executor/nodeModifyTable.c), in the order
        // in which it got them.
        const std::string list = column_list(to, plan, plan.returning, "", ", ");
        return {insert + " returning " + (list.empty() ? "1" : list), batch_answer::rows_in_order};
    }
    if (!changes_rows(plan)) {
        return {insert, batch_answer::row_count};
    }
    return {"with " + std::string{written} + " as (" + insert + " returning " + is_new(to, plan, load) +
                " as is_new) select count(*) filter (where is_new), count(*) filter (where not is_new) from " +
                std::string{written},
            batch_answer::counts};
}

/// A row that comes back is known by its key.
batch_statement upsert_and_tell_statement(sql::target to, const bulk_plan& plan, const bulk_load& load,
                                          bool keys_are_brought) {
    std::string sql = "with " + std::string{given} + " as materialized (" + rows_of_arrays(load, true) + "), " +
                      std::string{written} + " as (" + insert_from(to, plan, load, keys_are_brought, given) +
                      " returning " + is_new(to, plan, load) + " as is_new";
    const auto written_key = [&](column_index key) {
        return std::string{written} + ".k" + std::to_string(key);
    };
    for (const column_index key : plan.policy.key) {
        sql += ", " + identifier(to, plan, key) + " as k" + std::to_string(key);
    }
    std::string values;
    for (std::size_t i = 0; i < plan.returning.size(); ++i) {
        const std::string name = 'r' + std::to_string(i);
        sql += ", " + identifier(to, plan, plan.returning[i]) + " as " + name;
        values += ", " + std::string{written} + '.' + name;
    }
    sql += ") select " + std::string{given} + ".n, " + std::string{written} + ".is_new" + values + " from " +
           std::string{written} + " join " + std::string{given} + " on " + keys_match(plan, load, written_key);
    if (may_repeat_keys(plan, load)) {
        sql += without_twins(plan, load, std::string{given}, '<', written_key);
    }
    const bool leaves_rows_out = plan.policy.action == conflict_action::do_update;
    return {sql, batch_answer::numbered_rows, false, leaves_rows_out ? look_again_statement(to, plan, load) : ""};
}

/// Whether the row that is there differs from the given one in what would be written, updated_at aside.
std::string rows_differ(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    std::string sql;
    for (const column_index column : plan.policy.updates) {
        if (plan.table->columns[column].role != column_role::updated_at) {
            sql += sql.empty() ? "" : " or ";
            sql::append_differs(sql, to.facts, stored_column(to, plan, column), given_value(load, column));
        }
    }
    return sql;
}

batch_statement update_statement(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    const std::string differ = rows_differ(to, plan, load);
    std::string assignments;
    bool takes_now = false;
    for (const column_index column : plan.policy.updates) {
        std::string value = given_value(load, column);
        if (plan.table->columns[column].role == column_role::updated_at) {
            const std::string as_it_was = stored_column(to, plan, column);
            takes_now = takes_now || !differ.empty();
            const std::string moved = differ.empty()
                                          ? as_it_was
                                          : "case when " + differ + " then $" +
                                                std::to_string(load.columns.size() + 1) + " else " + as_it_was + " end";
            value = "coalesce(" + value + ", " + moved + ')';
        }
        assignments += (assignments.empty() ? "" : ", ") + identifier(to, plan, column) + " = " + value;
    }
    const bool repeats = may_repeat_keys(plan, load);
    std::string look_again = repeats || assignments.empty() ? look_again_statement(to, plan, load) : "";
    if (assignments.empty()) {
        return {std::move(look_again), batch_answer::numbered_rows};
    }
    const bool numbered = repeats || plan.on_stored;
    const std::string source = from_arrays(load, numbered);
    std::string sql = "update " + table_name(to, plan) + " as " + std::string{stored} + " set " + assignments +
                      " from " + source + " where " + keys_match_stored(to, plan, load);
    if (repeats) {
        sql += without_twins(plan, load, '(' + rows_of_arrays(load, true) + ')', '>',
                             [&](column_index key) { return stored_column(to, plan, key); });
    }
    if (numbered) {
        sql += " returning " + std::string{given} + ".n, false";
        for (const column_index column : plan.returning) {
            sql += ", " + stored_column(to, plan, column);
        }
    }
    return {sql, numbered ? batch_answer::numbered_rows : batch_answer::row_count, takes_now, std::move(look_again)};
}

batch_statement remove_statement(sql::target to, const bulk_plan& plan, const bulk_load& load) {
    const std::string table = table_name(to, plan);
    if (load.columns.size() == 1 && load.columns[0].is_direct && load.columns[0].cast.empty()) {
        return {"delete from " + table + " where " + identifier(to, plan, plan.columns[0]) + " = any($1)"};
    }
    return {"delete from " + table + " as " + std::string{stored} + " using " + from_arrays(load, false) + " where " +
            keys_match_stored(to, plan, load)};
}

}  // namespace

bool changes_rows(const bulk_plan& plan) {
    return plan.policy.action == conflict_action::do_update &&
           std::any_of(plan.policy.updates.begin(), plan.policy.updates.end(),
                       [&](column_index index) { return plan.table->columns[index].role != column_role::updated_at; });
}

bool may_repeat_keys(const bulk_plan& plan, const bulk_load& load) {
    return std::any_of(load.columns.begin(), load.columns.end(), [&](const bulk_column& column) {
        return contains(plan.policy.key, column.index) && !column.is_exact;
    });
}

batch_statement write_batch_statement(sql::target to, const bulk_plan& plan, const bulk_load& load,
                                      bool keys_are_brought) {
    switch (plan.operation) {
    case bulk_operation::insert: break;
    case bulk_operation::update: return update_statement(to, plan, load);
    case bulk_operation::remove: return remove_statement(to, plan, load);
    }
    return plan.on_stored && plan.policy.action != conflict_action::fail
               ? upsert_and_tell_statement(to, plan, load, keys_are_brought)
               : insert_statement(to, plan, load, keys_are_brought);
}

}  // namespace aludel::postgresql
