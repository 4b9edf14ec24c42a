// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <limits>
#include <numeric>

#include <aludel/error.hpp>
#include <aludel/sql/spelling.hpp>

#include "condition_writer.hpp"

namespace aludel::sql {
namespace {

void append_order(statement_text& statement, target to, const std::vector<ordering>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        statement.sql += i == 0 ? " order by " : ", ";
        to.spell.append_identifier(statement.sql, order[i].column.description().name);
        statement.sql += order[i].descending ? " desc" : "";
        if (to.facts.nulls_sort_last && order[i].column.description().nullable) {
            statement.sql += order[i].descending ? " nulls last" : " nulls first";
        }
    }
}

void append_limit(statement_text& statement, target to, const select_query& query) {
    constexpr auto most = std::uint64_t{std::numeric_limits<std::int64_t>::max()};  // what every server takes
    if (query.limit) {
        statement.sql += " limit " + std::to_string(std::min(*query.limit, most));
    } else if (query.offset != 0 && !to.facts.unlimited.empty()) {
        statement.sql += " limit " + to.facts.unlimited;
    }
    if (query.offset != 0) {
        statement.sql += " offset " + std::to_string(std::min(query.offset, most));
    }
}

void append_lock(statement_text& statement, const select_query& query, target to) {
    if (query.lock.exclusive && (query.lock.skip_locked || query.lock.no_wait) && !to.facts.skips_locked) {
        throw usage_error{"this server has neither SKIP LOCKED nor NOWAIT; use for_update() without options"};
    }
    if (!query.lock.exclusive || !to.facts.locks_rows) {
        return;  // where rows cannot be locked, the whole database is, by the transaction
    }
    statement.sql += " for update";
    statement.sql += query.lock.skip_locked ? " skip locked" : query.lock.no_wait ? " nowait" : "";
}

}  // namespace

void append_column_list(std::string& sql, const spelling& spell, const table_description& table,
                        std::span<const column_index> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        sql += i == 0 ? "" : ", ";
        spell.append_identifier(sql, table.columns[columns[i]].name);
    }
}

void append_placeholder(std::string& sql, const syntax& facts, std::size_t number) {
    switch (facts.placeholders) {
    case placeholder_style::question_mark: sql += '?'; return;
    case placeholder_style::dollar_number: sql += '$'; break;
    case placeholder_style::colon_name: sql += ":p"; break;
    }
    sql += std::to_string(number);
}

statement_text write_select(target to, const select_query& query) {
    std::vector<column_index> all(query.table->columns.size());
    std::iota(all.begin(), all.end(), column_index{0});
    statement_text statement{.sql = "select ", .parameters = {}};
    append_column_list(statement.sql, to.spell, *query.table, all);
    statement.sql += " from ";
    append_table_name(statement.sql, to.spell, *query.table);
    append_where(statement, to, query.where);
    append_order(statement, to, query.order);
    append_limit(statement, to, query);
    append_lock(statement, query, to);
    return statement;
}

statement_text write_count(target to, const select_query& query) {
    statement_text statement{.sql = "select count(*) from ", .parameters = {}};
    append_table_name(statement.sql, to.spell, *query.table);
    append_where(statement, to, query.where);
    return statement;
}

statement_text write_exists(target to, const select_query& query) {
    statement_text statement{.sql = "select 1 from ", .parameters = {}};
    append_table_name(statement.sql, to.spell, *query.table);
    append_where(statement, to, query.where);
    statement.sql += " limit 1";
    return statement;
}

}  // namespace aludel::sql
