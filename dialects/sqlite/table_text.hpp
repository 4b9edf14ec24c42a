// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_definition.hpp>

namespace aludel::sqlite {

/// What only the text of CREATE TABLE says; an empty name is none. sqlite.org/lang_createtable.html
struct table_text {
    /// What a column says behind its type.
    struct column {
        std::string name;
        bool computed = false;
        std::string clauses;    ///< the collation, or what it is computed by
        std::string collation;  ///< empty: BINARY
    };
    struct foreign_key {
        std::string name;
        std::string clauses;  ///< when it is checked
        friend bool operator==(const foreign_key&, const foreign_key&) = default;
    };

    schema::key_columns primary_key;           ///< the constraint's name, and what it does with conflicts
    std::vector<schema::key_columns> uniques;  ///< as they were written
    std::vector<foreign_key> foreign_keys;     ///< in order
    std::vector<schema::check> checks;
    std::vector<column> columns;
    std::string options;  ///< " strict, without rowid"
    std::vector<schema::unwritable_clause> unwritable;
    bool has_rowid = true;

    /// The constraint over these columns, or one without a name.
    [[nodiscard]] schema::key_columns unique_over(const std::vector<std::string>& names) const;
    /// The column of that name; null: the text could not be read.
    [[nodiscard]] const column* find(std::string_view name) const;
};

table_text parse_create_table(std::string_view sql);

/// "TEXT", "NUMERIC", "INTEGER", "REAL" or "BLOB": sqlite.org/datatype3.html, 3.1
std::string_view affinity_of_type(std::string_view declared);
/// How values of a column with that type travel, by the types that this dialect declares, else by the affinity.
value_kind kind_of_type(std::string_view declared);

}  // namespace aludel::sqlite
