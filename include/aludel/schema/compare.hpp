// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <aludel/model/table_definition.hpp>

/// What is different between the tables that a database has and those that it is to have.
namespace aludel::schema {

/// What cannot be seen in two lists of names: that something has another name now.
struct renamed_table {
    table_name from;
    table_name to;
};
struct renamed_column {
    table_name table;  ///< as it is called now
    std::string from;
    std::string to;
};
/// Done in turn: a later one calls a table or column as the earlier ones left it.
struct renames {
    std::vector<renamed_table> tables;
    std::vector<renamed_column> columns;
};

struct table_added {
    schema::table table;
};
struct table_removed {
    schema::table table;
};
struct table_renamed {
    table_name from;
    table_name to;
};
/// The differences below are of a table that both sides have; they call everything as it is called now.
struct column_added {
    table_name table;
    schema::column column;
};
struct column_removed {
    table_name table;
    schema::column column;
};
struct column_renamed {
    table_name table;
    std::string from;
    std::string to;
};
/// Its type, whether it may be NULL, its default, or who makes its values.
struct column_changed {
    table_name table;
    column before;
    column after;
};
struct primary_key_changed {
    table_name table;
    key_columns before;
    key_columns after;
};
struct unique_added {
    table_name table;
    key_columns unique;
};
struct unique_removed {
    table_name table;
    key_columns unique;
};
struct index_added {
    table_name table;
    key_columns index;
};
struct index_removed {
    table_name table;
    key_columns index;
};
struct foreign_key_added {
    table_name table;
    schema::foreign_key foreign_key;
};
struct foreign_key_removed {
    table_name table;
    schema::foreign_key foreign_key;
};
struct check_added {
    table_name table;
    schema::check check;
};
struct check_removed {
    table_name table;
    schema::check check;
};

using difference = std::variant<table_renamed, column_renamed, table_added, table_removed, column_added, column_removed,
                                column_changed, primary_key_changed, unique_added, unique_removed, index_added,
                                index_removed, foreign_key_added, foreign_key_removed, check_added, check_removed>;

/// What has to happen to `have` to become `want`, table by table in the order of `want`, then the tables that go. Both
/// are as one database tells them: `want` has been through settle(). Constraints are told apart by what they say and
/// not by their names; the order of columns does not count, nor the case of their names where the
/// database makes no difference. Renames are done in turn; what is renamed must be there then, and its new name free,
/// else usage_error.
std::vector<difference> compare(std::span<const table> have, std::span<const table> want, const renames& told = {});

/// One line: "users.email is varchar(80), wanted is text".
std::string to_string(const difference& one);
/// A line each.
std::string to_string(std::span<const difference> differences);

/// The tables after they were renamed: their names, those of columns in keys and checks, and of what refers to them.
/// Errors as compare() has them.
std::vector<table> renamed(std::span<const table> tables, const renames& told);

/// The way back, the last one first.
renames reversed(const renames& told);

}  // namespace aludel::schema
