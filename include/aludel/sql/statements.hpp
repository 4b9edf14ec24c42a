// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <aludel/model/value_view.hpp>
#include <aludel/sql/condition.hpp>
#include <aludel/sql/conflict_policy.hpp>
#include <aludel/sql/expression.hpp>
#include <aludel/sql/spelling.hpp>
#include <aludel/sql/syntax.hpp>

/// Statements as plain data, and the functions that write them. Values never enter the text.
namespace aludel::sql {

/// A statement ready to be prepared: its text and what is bound to its placeholders. The values are borrowed from
/// the data that the statement was written from.
struct statement_text {
    std::string sql{};
    std::vector<value_view> parameters{};
};

/// How one server wants its statements.
struct target {
    const spelling& spell;
    const syntax& facts;
};

struct row_lock {
    bool exclusive = false;
    bool skip_locked = false;
    bool no_wait = false;
};

/// A further table of a query.
struct joined_table {
    const table_description* table = nullptr;
    std::string_view alias{};  ///< static storage; empty: the table's own name
    bool optional = false;     ///< a left join: its columns are NULL where it has no row
    expression on{};
};

/// A query whose rows join those of another one.
struct united_query {
    bool all = false;  ///< rows that are there already, too
    std::shared_ptr<const select_query> query;
};

struct select_query {
    const table_description* table = nullptr;
    expression where{};
    std::vector<ordering> order{};
    std::optional<std::uint64_t> limit{};
    std::uint64_t offset = 0;
    row_lock lock{};
    std::string_view alias{};  ///< static storage; empty: the table's own name
    std::vector<joined_table> joins{};
    std::vector<expression> columns{};  ///< empty: all columns of all tables, in their order
    std::vector<expression> groups{};
    expression having{};
    bool distinct = false;
    std::vector<united_query> united{};  ///< order, limit and offset are then those of the whole
    bool with_removed = false;           ///< also rows that are marked as removed, of every table
};

/// Whether the expression takes one value from many rows.
bool has_aggregate(const expression& tree);
/// Whether the query makes one row of many.
bool is_summarised(const select_query& query);
/// Whether rows may make it fail: by what it computes, or says in the database's own words.
bool may_fail(const expression& tree);
bool may_fail(const select_query& query);

/// Throws usage_error for a column of a table that the query does not have, or one that needs to be grouped.
statement_text write_select(target to, const select_query& query);
/// One row, one integer; ignores order, limit and offset.
statement_text write_count(target to, const select_query& query);
/// The present time, to the microsecond, for the columns that the library keeps.
value_view present_time();

/// A row if one exists; ignores order, limit and offset.
statement_text write_exists(target to, const select_query& query);

/// One value that a column is to get.
struct assignment {
    column_index column;
    value_view value;
    bool or_default = false;               ///< a NULL takes the column's default expression
    const expression* computed = nullptr;  ///< in place of the value
};

struct update_statement {
    const table_description* table = nullptr;
    std::span<const assignment> assignments;
    const expression* where = nullptr;
    /// Moves the table's updated_at columns to this value where one of the assignments changes the row.
    std::optional<value_view> touched_at;
    bool returning = false;
};
statement_text write_update(target to, const update_statement& update);

struct delete_statement {
    const table_description* table = nullptr;
    const expression* where = nullptr;
};
statement_text write_delete(target to, const delete_statement& removal);

struct insert_statement {
    const table_description* table = nullptr;
    std::span<const column_index> columns;
    std::size_t rows = 1;
    const conflict_policy* policy = nullptr;  ///< null: fail
    std::span<const column_index> returning;  ///< columns of the stored row to return
};
/// The text only: its parameters are rows × columns values, row by row.
std::string write_insert(target to, const insert_statement& insert);
/// What stands behind the rows of an insert: the conflict clause, for writers that bring their own source of rows.
/// `noticed`, where it is given, is a condition that do_update looks at last, for every row that it is about to change.
void append_conflict_clause(std::string& sql, target to, const table_description& table, const conflict_policy& policy,
                            std::string_view noticed = {});
/// `placeholder` as the value of a column: with the key generation or the default that a NULL asks for.
void append_inserted_value(std::string& sql, target to, const table_description& table, column_index column,
                           std::string_view placeholder);

/// `left` and `right` differ, where NULL equals NULL.
void append_differs(std::string& sql, const syntax& facts, std::string_view left, std::string_view right);

void append_placeholder(std::string& sql, const syntax& facts, std::size_t number);
void append_column_list(std::string& sql, const spelling& spell, const table_description& table,
                        std::span<const column_index> columns);

/// The table's key equals these values: the condition of statements about one row.
expression key_equals(const table_description& table, std::span<const value_view> key);

}  // namespace aludel::sql
