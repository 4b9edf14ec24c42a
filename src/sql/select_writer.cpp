// SPDX-License-Identifier: BSL-1.0
#include "select_writer.hpp"

#include <algorithm>
#include <limits>

#include <aludel/error.hpp>
#include <aludel/sql/spelling.hpp>

namespace aludel::sql {
namespace {

/// Whether a row of the result is a row of the tables, each for itself.
bool is_plain(const select_query& query) {
    return !query.distinct && query.united.empty() && !is_summarised(query);
}

void append_source(std::string& sql, target to, const table_description& table, std::string_view alias) {
    append_table_name(sql, to.spell, table);
    if (!alias.empty()) {
        sql += " as ";
        to.spell.append_identifier(sql, alias);
    }
}

/// That a table's row is not marked as removed, if its rows can be and the query leaves such rows out.
void append_not_removed(statement_text& statement, target to, const scope& in, column_reference of, const char* word) {
    const std::optional<column_index> mark = in.query->with_removed ? std::nullopt : removal_mark(*of.table);
    if (mark) {
        of.column = *mark;
        statement.sql += word;
        append_expression(statement, to, in, detail::null_test(detail::column_operand(of), true));
    }
}

void append_from(statement_text& statement, target to, const scope& in) {
    statement.sql += " from ";
    append_source(statement.sql, to, *in.query->table, in.query->alias);
    for (const joined_table& joined : in.query->joins) {
        statement.sql += joined.optional ? " left join " : " join ";
        append_source(statement.sql, to, *joined.table, joined.alias);
        statement.sql += " on ";
        append_expression(statement, to, in, joined.on);
        append_not_removed(statement, to, in, {joined.table, 0, joined.alias}, " and ");
    }
}

/// The conditions that are joined by and.
std::span<const expression> parts_of(const expression& condition) {
    return condition.kind == expression_kind::all_of ? std::span<const expression>{condition.operands}
                                                     : std::span<const expression>{&condition, 1};
}

bool is_in_own_words(const expression& tree) {
    return tree.kind == expression_kind::raw || std::ranges::any_of(tree.operands, is_in_own_words);
}

/// Whether a part of having() can be asked of each row before there are groups. Not every server takes what is grouped
/// by in "having", if it is more than a column.
bool is_about_rows(const select_query& query, const expression& part) {
    return !query.groups.empty() && !has_aggregate(part) && !is_in_own_words(part);
}

/// " where …": the query's own condition, one more, what having() asks of single rows, and that no removed row is
/// meant.
void append_conditions(statement_text& statement, target to, const scope& in, const expression& further = {}) {
    const select_query& query = *in.query;
    const char* word = " where ";
    const auto append = [&](const expression& condition) {
        if (condition.kind != expression_kind::always_true) {
            statement.sql += word;
            append_expression(statement, to, in, condition);
            word = " and ";
        }
    };
    append(query.where);
    append(further);
    for (const expression& part : parts_of(query.having)) {
        if (is_about_rows(query, part)) {
            append(part);
        }
    }
    append_not_removed(statement, to, in, {query.table, 0, query.alias}, word);
}

/// "c1", for tables made of a query.
void append_made_name(std::string& sql, target to, std::size_t position) {
    std::string name{'c'};
    name += std::to_string(position + 1);
    to.spell.append_identifier(sql, name);
}

enum class naming : std::uint8_t {
    as_they_are,
    by_position,
    apart,  ///< by position, and distinct, so that no server merges the query into the one around it
};

void append_named(statement_text& statement, target to, const scope& in, const expression& tree, naming names,
                  std::size_t position) {
    statement.sql += position == 0 ? "" : ", ";
    append_expression(statement, to, in, tree);
    if (names != naming::as_they_are) {
        statement.sql += " as ";
        append_made_name(statement.sql, to, position);
    }
}

void append_columns(statement_text& statement, target to, const scope& in, naming names) {
    std::size_t position = 0;
    for (const expression& tree : in.query->columns) {
        append_named(statement, to, in, tree, names, position++);
    }
    if (position != 0) {
        return;
    }
    const auto append_all = [&](const table_description& table, std::string_view alias) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const column_reference column{&table, static_cast<column_index>(i), alias};
            append_named(statement, to, in, detail::column_operand(column), names, position++);
        }
    };
    append_all(*in.query->table, in.query->alias);
    for (const joined_table& joined : in.query->joins) {
        append_all(*joined.table, joined.alias);
    }
}

/// By its place in the select list where it is more than a column: with a parameter in it, the same expression would
/// be another one to the server.
void append_grouped(statement_text& statement, target to, const scope& in, const expression& tree) {
    const std::size_t ordinal = tree.kind == expression_kind::column ? 0 : ordinal_of(*in.query, tree);
    if (ordinal != 0) {
        statement.sql += std::to_string(ordinal);
    } else {
        append_expression(statement, to, in, tree);
    }
}

void append_groups(statement_text& statement, target to, const scope& in) {
    const char* separator = " group by ";
    for (const expression& group : in.query->groups) {
        statement.sql += separator;
        append_grouped(statement, to, in, group);
        separator = ", ";
    }
    const char* word = " having ";
    for (const expression& part : parts_of(in.query->having)) {
        if (part.kind != expression_kind::always_true && !is_about_rows(*in.query, part)) {
            statement.sql += word;
            append_expression(statement, to, in, part);
            word = " and ";
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

[[noreturn]] void refuse_lock(const syntax& facts) {
    throw usage_error{"this server has neither SKIP LOCKED nor NOWAIT, which " +
                      (facts.skips_locked_since.empty() ? "no version of it has" : facts.skips_locked_since) +
                      "; use for_update() without options"};
}

void append_lock(statement_text& statement, const select_query& query, target to) {
    if (query.lock.exclusive && (query.lock.skip_locked || query.lock.no_wait) && !to.facts.skips_locked) {
        refuse_lock(to.facts);
    }
    if (query.lock.exclusive && !is_plain(query)) {
        throw usage_error{
            "rows that are distinct, united, or made of many cannot be locked; leave out for_update(), or "
            "lock the rows themselves"};
    }
    if (!query.lock.exclusive || !to.facts.locks_rows) {
        return;  // where rows cannot be locked, the whole database is, by the transaction
    }
    statement.sql += " for update";
    statement.sql += query.lock.skip_locked ? " skip locked" : query.lock.no_wait ? " nowait" : "";
}

/// The texts of a query's groups where they are to be repeated: see scope.
class group_texts {
public:
    void lend_to(scope& in, target to) {
        if (in.groups == nullptr && to.facts.placeholders == placeholder_style::dollar_number) {
            texts_.resize(in.query->groups.size());
            in.groups = texts_.empty() ? nullptr : &texts_;
        }
    }

private:
    std::vector<std::string> texts_;
};

/// One query without the others that it is united with, and without order and limit. `further` is one more condition.
void append_arm(statement_text& statement, target to, scope in, naming names, const expression& further) {
    const select_query& query = *in.query;
    group_texts texts;
    texts.lend_to(in, to);
    if (is_summarised(query)) {
        require_grouped(query);
    }
    statement.sql += query.distinct || names == naming::apart ? "select distinct " : "select ";
    append_columns(statement, to, in, names);
    append_from(statement, to, in);
    append_conditions(statement, to, in, further);
    append_groups(statement, to, in);
}

void append_arms(statement_text& statement, target to, const scope& in, naming names) {
    append_arm(statement, to, in, names, {});
    for (const united_query& more : in.query->united) {
        statement.sql += more.all ? " union all " : " union ";
        append_arm(statement, to, {more.query.get(), in.outer, in.changed, in.hidden}, names, {});
    }
}

void append_whole(statement_text& statement, target to, scope in, naming names) {
    group_texts texts;
    texts.lend_to(in, to);
    append_arms(statement, to, in, names);
    append_order(statement, to, in);
    append_limit(statement, to, *in.query);
}

/// "(select …) as "listed"": a query in the place of a table, without order and limit.
void append_as_table(statement_text& statement, target to, const scope& in) {
    statement.sql += '(';
    append_arms(statement, to, in, naming::by_position);
    statement.sql += ") as ";
    to.spell.append_identifier(statement.sql, "listed");
}

/// Whether the query asks the table that the statement around it changes, where the server does not let it.
bool asks_changed_table(target to, const scope& in) {
    const auto is_changed = [&in](const table_description* table) {
        return table->name == in.changed->name && table->schema == in.changed->schema;
    };
    return in.changed != nullptr && !to.facts.reads_what_it_changes &&
           (is_changed(in.query->table) ||
            std::ranges::any_of(in.query->joins, [&](const joined_table& joined) { return is_changed(joined.table); }));
}

/// From whatever gives the query's rows: its tables, or itself as a table.
void append_source(statement_text& statement, target to, const select_query& query) {
    const scope in{&query, nullptr, nullptr};
    if (is_plain(query)) {
        append_from(statement, to, in);
        append_conditions(statement, to, in);
    } else {
        statement.sql += " from ";
        append_as_table(statement, to, in);
    }
}

}  // namespace

void append_exists(statement_text& statement, target to, const scope& around, const select_query& query) {
    const scope in{&query, &around, around.changed};
    if (asks_changed_table(to, in)) {
        throw usage_error{"this server cannot ask " + std::string{around.changed->name} +
                              " in exists() while it changes it; use in() with a query of the key",
                          {.table = std::string{around.changed->name}}};
    }
    statement.sql += "exists (";
    if (is_plain(query)) {
        statement.sql += "select 1";
        append_from(statement, to, in);
        append_conditions(statement, to, in);
    } else {
        append_arms(statement, to, in, naming::as_they_are);
    }
    statement.sql += ')';
}

void append_membership(statement_text& statement, target to, const scope& around, const expression& tree) {
    const select_query& query = *tree.query;
    const scope in{&query, &around, around.changed};
    append_expression(statement, to, around, tree.operands[0]);
    statement.sql += tree.kind == expression_kind::in_query ? " in (" : " not in (";
    const bool is_cut = query.limit || query.offset != 0;
    if (query.united.empty() && !is_summarised(query) && !is_cut && !asks_changed_table(to, in)) {
        const bool drops_null = may_be_null(query, query.columns[0]);
        append_arm(statement, to, in, naming::as_they_are,
                   drops_null ? detail::null_test(query.columns[0], false) : expression{});
        statement.sql += ')';
        return;
    }
    // As a table of its own: a query in "in" has no limit on some servers, and may not ask a table that is changed. It
    // sees nothing of the query around it.
    const scope apart{&query, nullptr, around.changed, &around};
    statement.sql += "select ";
    append_made_name(statement.sql, to, 0);
    statement.sql += " from (";
    append_arms(statement, to, apart, is_cut ? naming::by_position : naming::apart);
    if (is_cut) {
        append_order(statement, to, apart);
        append_limit(statement, to, query);
    }
    statement.sql += ") as ";
    to.spell.append_identifier(statement.sql, "listed");
    statement.sql += " where ";
    append_made_name(statement.sql, to, 0);
    statement.sql += " is not null)";
}

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
    statement_text statement;
    append_whole(statement, to, {&query, nullptr, nullptr}, naming::as_they_are);
    append_lock(statement, query, to);
    return statement;
}

statement_text write_count(target to, const select_query& query) {
    statement_text statement{.sql = "select count(*)", .parameters = {}};
    append_source(statement, to, query);
    return statement;
}

statement_text write_exists(target to, const select_query& query) {
    statement_text statement{.sql = "select 1", .parameters = {}};
    append_source(statement, to, query);
    statement.sql += " limit 1";
    return statement;
}

}  // namespace aludel::sql
