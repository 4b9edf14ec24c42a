// SPDX-License-Identifier: BSL-1.0
#include "bulk_writer.hpp"

#include <algorithm>

#include <sqlite3.h>

#include "batch_inserter.hpp"
#include "key_order_writer.hpp"
#include "row_writers.hpp"
#include "rows_module.hpp"

namespace aludel::sqlite {
namespace {

struct column_facts {
    bool known = false;  // not of views
    bool is_key = false;
    bool counts = false;  // autoincrement
};

/// `column` may be "rowid", which is the integer primary key of a table that has one:
/// sqlite.org/c3ref/table_column_metadata.html
column_facts facts_of(const bulk_support& support, const table_description& table, const std::string& column) {
    const std::string schema{table.schema};
    const std::string name{table.name};
    int is_key = 0;
    int counts = 0;
    const int result =
        ::sqlite3_table_column_metadata(support.handle(), schema.empty() ? nullptr : schema.c_str(), name.c_str(),
                                        column.c_str(), nullptr, nullptr, nullptr, &is_key, &counts);
    return {result == SQLITE_OK, is_key != 0, counts != 0};
}

/// Whether a query for the table's name (?1) in its schema (?2) finds something.
bool finds(bulk_support& support, const table_description& table, const std::string& sql) {
    const auto query = support.prepare(sql);
    const std::string name{table.name};
    const std::string schema{table.schema};
    ::sqlite3_bind_text(query.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
    if (!schema.empty()) {
        ::sqlite3_bind_text(query.get(), 2, schema.data(), static_cast<int>(schema.size()), SQLITE_STATIC);
    }
    return support.step(query);
}

/// The table that lists the objects of the schema: sqlite.org/schematab.html
std::string master_table(const bulk_support& support, const table_description& table) {
    std::string name;
    if (!table.schema.empty()) {
        support.target().spell.append_identifier(name, table.schema);
        name += '.';
    }
    return name + "sqlite_master";
}

/// Whether the schema holds such an object for the table, or the temporary schema does.
bool schema_has(bulk_support& support, const table_description& table, std::string_view what) {
    const std::string condition = " where tbl_name = ?1 collate nocase and " + std::string{what};
    return finds(support, table,
                 "select 1 from " + master_table(support, table) + condition +
                     " union all select 1 from sqlite_temp_master" + condition);
}

bool has_triggers(bulk_support& support, const table_description& table) {
    return schema_has(support, table, "type = 'trigger'");
}

/// Whether another key than the primary one could be taken by one row before another row gives it up.
bool has_unique_keys(bulk_support& support, const table_description& table) {
    return finds(support, table, "select 1 from pragma_index_list(?1, ?2) where \"unique\" and origin <> 'pk'");
}

/// Whether a foreign key refers to the table: removing a row may be refused while another one is there, or remove it
/// too.
bool is_referred_to(bulk_support& support, const table_description& table) {
    return finds(support, table,
                 "select 1 from " + master_table(support, table) +
                     " each, pragma_foreign_key_list(each.name, ?2) foreign_key "
                     "where each.type = 'table' and foreign_key.\"table\" = ?1 collate nocase");
}

/// Whether the result is the same whichever row comes first, so that rows may be taken in the order of their keys. Not
/// asked for a few rows, which that could not make faster.
bool order_is_free(bulk_support& support, const bulk_plan& plan) {
    constexpr std::uint64_t worth_ordering = 100;
    if (plan.expected_rows != 0 && plan.expected_rows < worth_ordering) {
        return false;
    }
    const table_description& table = *plan.table;
    return !has_triggers(support, table) &&
           (plan.operation == bulk_operation::remove ? !is_referred_to(support, table)
                                                     : !has_unique_keys(support, table));
}

/// What a failed load leaves is rolled back, so its statements need not undo themselves: "or fail", which spares them
/// a journal of their own. But that overrides what the table says of conflicts, and what statements in triggers say
/// (sqlite.org/lang_conflict.html, lang_createtrigger.html), so it is only for tables without.
undoing undoing_for(bulk_support& support, const bulk_plan& plan) {
    const bool plain = plan.policy.action == conflict_action::fail &&
                       !schema_has(support, *plan.table, "(type = 'trigger' or sql like '%conflict%')");
    return plain ? undoing::by_rollback : undoing::by_statement;
}

/// Whether the keys that one statement generates follow each other up to the last one: SQLite then counts from the
/// greatest key there has been (autoinc.html), and no trigger takes a key in between.
bool keys_follow_each_other(bulk_support& support, const table_description& table, const column_description& key) {
    const column_facts named = facts_of(support, table, std::string{key.name});
    return named.is_key && named.counts && facts_of(support, table, "rowid").is_key && !has_triggers(support, table);
}

/// Whether the writer knows the stored values of a new row without asking for them.
bool stored_values_are_known(bulk_support& support, const bulk_plan& plan) {
    return std::all_of(plan.returning.begin(), plan.returning.end(), [&](column_index index) {
        const column_description& column = plan.table->columns[index];
        if (is_counted(column)) {
            return keys_follow_each_other(support, *plan.table, column);
        }
        return column.generated == key::given && column.default_expression.empty() && contains(plan.columns, index);
    });
}

std::unique_ptr<aludel::bulk_writer> make_inserter(bulk_support& support, const bulk_plan& plan) {
    const bool fits = plan.columns.size() <= widest_rows_table(support.handle());
    const bool in_batches =
        !plan.on_stored || (plan.policy.action == conflict_action::fail && stored_values_are_known(support, plan));
    if (in_batches && fits) {
        return std::make_unique<batch_inserter>(support, plan, undoing_for(support, plan));
    }
    const bool can_return = support.target().facts.insert_returning || plan.returning.empty();
    return can_return ? std::make_unique<row_inserter>(support, plan) : nullptr;
}

std::unique_ptr<aludel::bulk_writer> in_best_order(std::unique_ptr<row_writer> writer, bulk_support& support,
                                                   const bulk_plan& plan) {
    if (!order_is_free(support, plan)) {
        return writer;
    }
    return std::make_unique<key_order_writer>(std::move(writer), plan);
}

}  // namespace

std::unique_ptr<aludel::bulk_writer> make_bulk_writer(bulk_support& support, const bulk_plan& plan) {
    switch (plan.operation) {
    case bulk_operation::insert: return make_inserter(support, plan);
    case bulk_operation::update: return in_best_order(std::make_unique<row_updater>(support, plan), support, plan);
    case bulk_operation::remove: return in_best_order(std::make_unique<row_remover>(support, plan), support, plan);
    }
    return nullptr;
}

}  // namespace aludel::sqlite
