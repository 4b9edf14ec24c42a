// SPDX-License-Identifier: BSL-1.0
// SHOW CREATE TABLE and not information_schema: that one does not know temporary tables (MariaDB 10.11, MySQL 5.6),
// prints defaults differently from version to version, and checks not at all in MySQL 5.7.
#include "introspection.hpp"

#include <algorithm>

#include "dialect/table_reader.hpp"
#include "sequences.hpp"
#include "table_text.hpp"

namespace aludel::mysql {
namespace {

using schema::text_in;
using row = std::span<const value_view>;

/// "(table_schema = database() or table_schema = ?)"
void append_schemas(std::string& query, const schema::asked_tables& asked, std::vector<value_view>& parameters) {
    query += "(table_schema = database()";
    for (const schema::table_name& each : asked.names) {
        if (!each.schema.empty()) {
            query += " or table_schema = ?";
            parameters.push_back(value_view::of_text(each.schema));
        }
    }
    query += ')';
}

std::vector<schema::table_name> existing(table_question ask, const capabilities& facts,
                                         const schema::asked_tables& asked) {
    std::string query = "select table_schema, table_name, cast(table_schema = database() as char) from"
                        " information_schema.tables where table_type = 'BASE TABLE' and ";
    std::vector<value_view> parameters;
    if (!asked.names.empty()) {
        query += "table_name";
        append_asked_names(query, facts.syntax, asked, parameters);
        query += " and ";
    }
    append_schemas(query, asked, parameters);
    std::vector<schema::table_name> found;
    ask(query, parameters, [&](row values) {
        schema::table_name name{text_in(values[0]), text_in(values[1])};
        const bool is_here = text_in(values[2]) == "1";
        const auto is_asked = [&](const schema::table_name& each) {
            return each.name == name.name && (each.schema.empty() ? is_here : each.schema == name.schema);
        };
        const auto at = std::find_if(asked.names.begin(), asked.names.end(), is_asked);
        if (at != asked.names.end()) {
            found.push_back(*at);
        } else if (asked.names.empty()) {
            found.push_back({{}, name.name});
        }
    });
    return found;
}

/// The sequences beside the tables; those of the connection's database with its name and without.
std::vector<schema::table_name> existing_sequences(table_question ask, const capabilities& facts,
                                                   const schema::asked_tables& asked) {
    std::vector<schema::table_name> found;
    if (!facts.syntax.separate_sequences) {
        return found;
    }
    std::string query = "select table_schema, table_name, cast(table_schema = database() as char) from"
                        " information_schema.tables where table_type = 'SEQUENCE' and left(table_name, 3) = 'sq_' and ";
    std::vector<value_view> parameters;
    append_schemas(query, asked, parameters);
    ask(query, parameters, [&found](row values) {
        found.push_back({text_in(values[0]), text_in(values[1])});
        if (text_in(values[2]) == "1") {
            found.push_back({{}, text_in(values[1])});
        }
    });
    return found;
}

default_collations read_collations(table_question ask) {
    default_collations found;
    ask("select character_set_name, default_collate_name from information_schema.character_sets", {},
        [&found](row values) { found.emplace(text_in(values[0]), text_in(values[1])); });
    return found;
}

void append_quoted(std::string& sql, std::string_view name) {
    sql += '`';
    for (const char c : name) {
        sql += c == '`' ? "``" : std::string(1, c);
    }
    sql += '`';
}

std::string show_create_table(const schema::table_name& name) {
    std::string query = "show create table ";
    if (!name.schema.empty()) {
        append_quoted(query, name.schema);
        query += '.';
    }
    append_quoted(query, name.name);
    return query;
}

}  // namespace

std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                       const schema::asked_tables& asked) {
    const std::vector<schema::table_name> names =
        asked.temporary ? std::vector(asked.names.begin(), asked.names.end()) : existing(ask, facts, asked);
    if (names.empty()) {
        return {};
    }
    const default_collations collations = read_collations(ask);
    const std::vector<schema::table_name> sequences =
        asked.temporary ? std::vector<schema::table_name>{} : existing_sequences(ask, facts, asked);
    std::vector<schema::table> tables;
    for (const schema::table_name& name : names) {
        ask(show_create_table(name), {}, [&](row values) {
            tables.push_back(parse_create_table(text_in(values[1]), collations));
            tables.back().name = name;
            take_sequences(tables.back(), facts.syntax, sequences);
        });
    }
    return tables;
}

}  // namespace aludel::mysql
