// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <aludel/model/table_definition.hpp>

namespace aludel::mysql {

/// What a character set sorts by where nothing else is said; by its name.
using default_collations = std::map<std::string, std::string>;

/// What SHOW CREATE TABLE printed, dev.mysql.com/doc/refman/8.0/en/show-create-table.html. Left alone: indexes of
/// expressions, of the beginning of text, in falling order, FULLTEXT and SPATIAL ones, and partitions. Text types say
/// their character set and collation, also where the server leaves out those of the table.
schema::table parse_create_table(std::string_view sql, const default_collations& collations);

/// How values of a column with that type travel.
value_kind kind_of_type(std::string_view printed);

}  // namespace aludel::mysql
