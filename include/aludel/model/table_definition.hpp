// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_description.hpp>

/// Tables as data of the program that runs: what a database says of the tables that it has, and what one is to have.
namespace aludel::schema {

/// A table's name. An empty schema is the one that the connection looks in.
struct table_name {
    std::string schema{};
    std::string name{};
    friend bool operator==(const table_name&, const table_name&) = default;
    friend std::strong_ordering operator<=>(const table_name&, const table_name&) = default;
};

/// A column. What a database says of it is spelled as that database prints it.
struct column {
    std::string name{};
    std::string type{};     ///< as DDL says it, with a collation; may be empty for a key that the database counts
    std::string meaning{};  ///< two types with the same meaning need no change; empty: the type's text
    value_kind kind = value_kind::null;  ///< how values travel; null: not known
    bool nullable = true;
    bool counted = false;              ///< the table counts: key::integer
    bool counted_apart = false;        ///< a sequence beside the table counts: key::sequence
    std::string default_expression{};  ///< SQL; empty: none
    bool computed = false;             ///< from other columns, by the database: nothing can be written into it
    std::string clauses{};             ///< what else DDL says and structs cannot: " comment 'in metres'"
    friend bool operator==(const column&, const column&) = default;
};

/// The columns of a primary key, of a unique constraint or of an index, in their order.
struct key_columns {
    std::string name{};
    std::vector<std::string> columns{};
    bool is_index = false;  ///< made by CREATE INDEX: DROP INDEX removes it
    std::string clauses{};  ///< what else DDL says and structs cannot: " deferrable"
    friend bool operator==(const key_columns&, const key_columns&) = default;
};

struct foreign_key {
    std::string name{};
    std::vector<std::string> columns{};
    table_name referenced{};
    std::vector<std::string> referenced_columns{};
    referential_action on_delete = referential_action::no_action;
    referential_action on_update = referential_action::no_action;
    std::string own_index{};   ///< the index that the database made for it; empty: none
    std::string clauses{};     ///< what else DDL says and structs cannot: " deferrable"
    std::string unwritable{};  ///< what it says and plans cannot write again: "MATCH FULL"
    friend bool operator==(const foreign_key&, const foreign_key&) = default;
};

struct check {
    std::string name{};
    std::string expression{};
    bool in_column = false;  ///< said in a column's definition, whose clauses hold it, too
    friend bool operator==(const check&, const check&) = default;
};

/// What a table says that plans cannot write again: where it is built anew, it would get lost.
struct unwritable_clause {
    std::string column{};  ///< empty: it is the table's
    std::string text{};    ///< "NOT NULL ON CONFLICT REPLACE"
    friend bool operator==(const unwritable_clause&, const unwritable_clause&) = default;
};

/// A table with everything that `entity<T>` can say. What it cannot say (views, triggers, indexes of expressions or of
/// some rows only) is no part of it.
struct table {
    table_name name{};
    std::vector<column> columns{};
    key_columns primary_key{};  ///< without columns: there is none
    std::vector<key_columns> uniques{};
    std::vector<key_columns> indexes{};
    std::vector<foreign_key> foreign_keys{};
    std::vector<check> checks{};
    /// Statements that make again what would go with the table and is no part of it: indexes and triggers. Filled
    /// where some changes need the table to be built anew.
    std::vector<std::string> others{};
    std::string options{};           ///< what stands behind its columns and structs cannot say: " strict"
    bool column_case_counts = true;  ///< "Name" and "name" are two columns
    std::vector<unwritable_clause> unwritable{};
    friend bool operator==(const table&, const table&) = default;
};

/// Which tables a database is asked for.
struct asked_tables {
    std::span<const table_name> names{};  ///< none: all tables that the connection finds without naming a schema
    bool temporary = false;               ///< those that this connection has made for itself
};

/// The column with that name, or null.
const column* find_column(const table& of, std::string_view name) noexcept;
/// The table with that name, or null.
const table* find_table(std::span<const table> tables, const table_name& name) noexcept;

/// Whether both name the same table: an empty schema is wherever the connection finds the table.
bool same_table(const table_name& left, const table_name& right) noexcept;

}  // namespace aludel::schema
