// SPDX-License-Identifier: BSL-1.0
#include "bulk_columns.hpp"

#include <charconv>

#include <aludel/error.hpp>

#include "model/column_places.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::postgresql {
namespace {

// A domain counts as the type below it. format_type with -1 and not with the column's modifier: a cast to
// varchar(80) would cut what is longer, while the assignment behind it reports that.
// collisdeterministic: PostgreSQL 12. tgtype: 1 for each row, 2 before, 4 insert, src/include/catalog/pg_trigger.h.
// pg_partition_tree: PostgreSQL 12; it knows a table without partitions, too.
constexpr const char* columns_query =
    "select c.relkind = 'p', c.relkind in ('r', 'p') and not c.relhasrules and not "
    "pg_catalog.row_security_active(c.oid),"
    " exists (select from pg_catalog.pg_trigger g where g.tgenabled <> 'D' and g.tgtype & 7 = 7 and"
    " (g.tgrelid = c.oid or g.tgrelid in (select relid from pg_catalog.pg_partition_tree(c.oid)))),"
    " coalesce(pg_catalog.has_sequence_privilege(case when a.attname = cast($2 as text) and c.relkind in ('r', 'p')"
    " then cast(pg_catalog.pg_get_serial_sequence(cast($1 as text), a.attname) as regclass) end, 'usage'), false),"
    " a.attname, case when t.typtype = 'd' then t.typbasetype else t.oid end, pg_catalog.format_type(a.atttypid, -1),"
    " coalesce((select collisdeterministic from pg_catalog.pg_collation o where o.oid = a.attcollation), true)"
    " from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid"
    " join pg_catalog.pg_type t on t.oid = a.atttypid"
    " where c.oid = cast(cast($1 as text) as regclass) and a.attnum > 0 and not a.attisdropped";

enum answer_column {
    answer_partitioned,
    answer_takes_copy,
    answer_row_triggers,
    answer_counts_keys,
    answer_name,
    answer_type,
    answer_type_name,
    answer_deterministic
};

std::string_view text_of(const PGresult* answer, int row, answer_column column) {
    return PQgetvalue(answer, row, column);
}

/// Numbers have one form, but for -0.0 and NaN; char(n) ignores spaces at the end.
bool is_exact_type(type_id type) {
    switch (type) {
    case type::float4:
    case type::float8:
    case type::bpchar:
    case type::json:
    case type::jsonb: return false;
    default: return true;
    }
}

/// The row of the answer about a column; -1 if the table has no such column, which the load itself will report.
int row_about(const PGresult* answer, std::string_view name) {
    for (int row = 0; row < PQntuples(answer); ++row) {
        if (text_of(answer, row, answer_name) == name) {
            return row;
        }
    }
    return -1;
}

bulk_column describe_column(const PGresult* answer, const table_description& table, column_index index) {
    const value_kind kind = table.columns[index].kind;
    bulk_column column{.index = index, .form = natural_form(kind), .cast = {}};
    if (const int row = row_about(answer, table.columns[index].name); row >= 0) {
        const std::string_view digits = text_of(answer, row, answer_type);
        type_id type = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), type);
        if (const auto direct = direct_form(kind, type)) {
            column.form = *direct;
            column.is_direct = true;
            column.is_exact = is_exact_type(type) && text_of(answer, row, answer_deterministic) == "t";
        }
        // char(n) = text is compared as text, and without the column's index.
        if (kind == value_kind::text && (!column.is_direct || type == type::bpchar)) {
            column.cast = text_of(answer, row, answer_type_name);
        }
    }
    column.write = element_writer_for(column.form.element);
    return column;
}

bulk_load load_in(const PGresult* answer, const bulk_plan& plan) {
    const auto says = [answer](int row, answer_column column) {
        return row >= 0 && row < PQntuples(answer) && text_of(answer, row, column) == "t";
    };
    bulk_load load;
    load.is_partitioned = says(0, answer_partitioned);
    load.takes_copy = says(0, answer_takes_copy);
    load.has_row_triggers = says(0, answer_row_triggers);
    for (const column_index index : plan.columns) {
        load.columns.push_back(describe_column(answer, *plan.table, index));
    }
    if (const column_description* const key = sql::counted_column(*plan.table)) {
        load.key = describe_column(answer, *plan.table, index_in(*plan.table, *key));
        // Rows that wait for their keys leave a place for them, whose size a numeric would not have.
        const bool has_one_size = load.key->form.element != type::numeric;
        load.counts_keys = has_one_size && says(row_about(answer, key->name), answer_counts_keys);
    }
    return load;
}

}  // namespace

bulk_load describe_load(connection& on, const bulk_plan& plan) {
    std::string table;
    append_table_name(table, on.spell(), *plan.table);
    const column_description* const key = sql::counted_column(*plan.table);
    const std::string key_name{key == nullptr ? std::string_view{} : key->name};
    const char* const parameters[] = {table.c_str(), key == nullptr ? nullptr : key_name.c_str()};
    on.require_free();
    statement_watch watch{on.watcher(), statement_kind::plain, columns_query};
    const result_handle answer{PQexecParams(on.native(), columns_query, 2, nullptr, parameters, nullptr, nullptr, 0)};
    on.require_success(answer.get(), columns_query);
    watch.end(static_cast<std::uint64_t>(PQntuples(answer.get())));
    return load_in(answer.get(), plan);
}

void refuse_value(const bulk_plan& plan, const bulk_column& column, const value_view& value) {
    throw mapping_error{place_of(*plan.table, column.index) + ": " + std::string{element_problem(value)}};
}

}  // namespace aludel::postgresql
