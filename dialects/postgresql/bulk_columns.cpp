// SPDX-License-Identifier: BSL-1.0
#include "bulk_columns.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <aludel/error.hpp>

#include "wire.hpp"

namespace aludel::postgresql {
namespace {

// A domain counts as the type below it. format_type with -1 and not with the column's modifier: a cast to
// varchar(80) would cut what is longer, while the assignment behind it reports that.
constexpr const char* columns_query =
    "select c.relkind = 'p', c.relkind in ('r', 'p') and not c.relhasrules and not "
    "pg_catalog.row_security_active(c.oid),"
    " a.attname, case when t.typtype = 'd' then t.typbasetype else t.oid end, pg_catalog.format_type(a.atttypid, -1)"
    " from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid"
    " join pg_catalog.pg_type t on t.oid = a.atttypid"
    " where c.oid = cast(cast($1 as text) as regclass) and a.attnum > 0 and not a.attisdropped";

enum answer_column { answer_partitioned, answer_takes_copy, answer_name, answer_type, answer_type_name };

std::string_view text_of(const PGresult* answer, int row, answer_column column) {
    return PQgetvalue(answer, row, column);
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
    bulk_column column{.index = index, .form = natural_form(kind), .is_direct = false, .cast = {}};
    const int row = row_about(answer, table.columns[index].name);
    if (row < 0) {
        return column;
    }
    const std::string_view digits = text_of(answer, row, answer_type);
    type_id type = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), type);
    if (const auto direct = direct_form(kind, type)) {
        column.form = *direct;
        column.is_direct = true;
    } else if (kind == value_kind::text) {
        column.cast = text_of(answer, row, answer_type_name);
    }
    return column;
}

}  // namespace

bulk_load describe_load(connection& on, const bulk_plan& plan) {
    std::string table;
    append_table_name(table, on.spell(), *plan.table);
    on.require_free();
    const char* const name = table.c_str();
    const result_handle answer{PQexecParams(on.native(), columns_query, 1, nullptr, &name, nullptr, nullptr, 0)};
    on.require_success(answer.get(), columns_query);
    bulk_load load;
    if (PQntuples(answer.get()) > 0) {
        load.is_partitioned = text_of(answer.get(), 0, answer_partitioned) == "t";
        load.takes_copy = text_of(answer.get(), 0, answer_takes_copy) == "t";
    }
    for (const column_index index : plan.columns) {
        load.columns.push_back(describe_column(answer.get(), *plan.table, index));
    }
    return load;
}

void append_value(std::string& bytes, const bulk_plan& plan, const bulk_column& column, const value_view& value) {
    if (value.is_null()) {
        append(bytes, std::int32_t{-1});
        return;
    }
    if (const std::string_view problem = append_element(bytes, column.form, value); !problem.empty()) {
        throw mapping_error{place_of(*plan.table, column.index) + ": " + std::string{problem}};
    }
}

}  // namespace aludel::postgresql
