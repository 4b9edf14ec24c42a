// SPDX-License-Identifier: BSL-1.0
#include "unordered_references.hpp"

#include <algorithm>

#include <aludel/error.hpp>

namespace aludel::migrate {
namespace {

/// Whether the rows of `table` can come before those of the other one.
bool comes_not_behind(std::span<const data_file> ordered, const table_description& table,
                      const table_description& referenced) {
    const auto place_of_table = [ordered](const table_description& of) {
        return std::find_if(ordered.begin(), ordered.end(), [&of](const data_file& each) { return each.table == &of; });
    };
    const auto place = place_of_table(referenced);
    return place != ordered.end() && place >= place_of_table(table);
}

std::string named(const session_core& session, std::string_view table, std::string_view column) {
    std::string sql{table};
    sql += '.';
    session.dialect().append_identifier(sql, column);
    return sql;
}

/// Finds rows of a table whose foreign key refers to no row.
std::string broken_query(const session_core& session, const table_description& table,
                         const foreign_key_description& foreign_key) {
    const table_description& referenced = foreign_key.referenced_table();
    std::string sql = "select 1 from ";
    append_table_name(sql, session.dialect(), table);
    sql += " child where ";
    std::string match;
    for (std::size_t i = 0; i < foreign_key.columns.size(); ++i) {
        const std::string column = named(session, "child", table.columns[foreign_key.columns[i]].name);
        sql += column + " is not null and ";
        match += (match.empty() ? "" : " and ") +
                 named(session, "parent", referenced.columns[foreign_key.referenced_columns[i]].name) + " = " + column;
    }
    sql += "not exists (select 1 from ";
    append_table_name(sql, session.dialect(), referenced);
    return sql + " parent where " + match + ')';
}

}  // namespace

unordered_references::unordered_references(session_core& session, std::span<const data_file> ordered)
    : session_{session} {
    const migration_ways ways = session.dialect().migrating();
    if (ways.references_later.empty()) {
        return;
    }
    bool are_unordered = false;
    for (const data_file& each : ordered) {
        for (const foreign_key_description& foreign_key : each.table->foreign_keys) {
            // All of them: a server that lets one be broken may let others.
            references_.push_back({each.table, &foreign_key});
            are_unordered = are_unordered || comes_not_behind(ordered, *each.table, foreign_key.referenced_table());
        }
    }
    if (!are_unordered) {
        references_.clear();
    } else {
        session_.run(ways.references_later);
        at_once_ = ways.references_at_once;
        are_later_ = true;
    }
}

unordered_references::~unordered_references() {
    if (are_later_ && !at_once_.empty()) {
        try {
            session_.run(at_once_);
        } catch (const error&) {  // the connection is gone, and the setting with it
        }
    }
}

bool unordered_references::is_broken(const reference& one) const {
    bool is_broken = false;
    session_.query(broken_query(session_, *one.table, *one.foreign_key), {}, {},
                   [&is_broken](std::span<const value_view>) { return !(is_broken = true); });
    return is_broken;
}

void unordered_references::require_kept() {
    for (const reference& each : references_) {
        if (is_broken(each)) {
            throw foreign_key_violation{"rows of " + std::string{each.table->name} + " refer to rows of " +
                                            std::string{each.foreign_key->referenced_table().name} +
                                            " that are in none of the files; nothing was loaded",
                                        {.table = std::string{each.table->name}}};
        }
    }
}

}  // namespace aludel::migrate
