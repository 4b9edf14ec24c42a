// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aludel/model/table_definition.hpp>

namespace aludel::sqlite {

/// What only the text of CREATE TABLE says; an empty name is none. sqlite.org/lang_createtable.html
struct table_text {
    std::string primary_key;                   ///< the constraint's name
    std::vector<schema::key_columns> uniques;  ///< as they were written
    std::vector<std::string> foreign_keys;     ///< their names, in order
    std::vector<schema::check> checks;
    bool has_rowid = true;

    [[nodiscard]] std::string name_of_unique(const std::vector<std::string>& columns) const;
};

table_text parse_create_table(std::string_view sql);

/// "TEXT", "NUMERIC", "INTEGER", "REAL" or "BLOB": sqlite.org/datatype3.html, 3.1
std::string_view affinity_of_type(std::string_view declared);
/// How values of a column with that type travel, by the types that this dialect declares, else by the affinity.
value_kind kind_of_type(std::string_view declared);

}  // namespace aludel::sqlite
