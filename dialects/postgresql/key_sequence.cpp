// SPDX-License-Identifier: BSL-1.0
#include "key_sequence.hpp"

#include <aludel/error.hpp>

#include "wire.hpp"

namespace aludel::postgresql {
namespace {

// array_send, src/backend/utils/adt/arrayfuncs.c: 20 bytes, then int32 length and value of each element.
constexpr std::size_t array_header_size = 20;
constexpr std::size_t key_size = sizeof(std::int32_t) + sizeof(std::int64_t);

/// 'it''s', which needs standard_conforming_strings.
void append_literal(std::string& sql, std::string_view text) {
    sql += '\'';
    for (const char c : text) {
        sql += c == '\'' ? "''" : std::string{c};
    }
    sql += '\'';
}

}  // namespace

void append_sequence(std::string& sql, const spelling& spell, const table_description& table,
                     const column_description& column) {
    std::string name;
    append_table_name(name, spell, table);
    sql += "cast(pg_get_serial_sequence(";
    append_literal(sql, name);
    sql += ", ";
    append_literal(sql, column.name);
    sql += ") as regclass)";
}

std::vector<std::int64_t> key_sequence::reserve(std::size_t keys) {
    const column_description& column = table_.columns[key_];
    // One nextval a key and no arithmetic: others may count at the same time, and the sequence may count in steps.
    // In a SELECT of its own the sequence is looked up once and not for every key.
    std::string sql = "select array_agg(nextval((select ";
    append_sequence(sql, connection_.spell(), table_, column);
    sql += "))) from generate_series(1, " + std::to_string(keys) + ')';
    connection_.require_free();
    statement_watch watch{connection_.watcher(), statement_kind::plain, sql};
    const result_handle result{
        PQexecParams(connection_.native(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1)};
    connection_.require_success(result.get(), sql);
    watch.end(1);
    if (static_cast<std::size_t>(PQgetlength(result.get(), 0, 0)) != array_header_size + keys * key_size) {
        throw statement_error{"the sequence of " + place_of(table_, key_) + " gave another number of keys than asked"};
    }
    const char* from = PQgetvalue(result.get(), 0, 0) + array_header_size + sizeof(std::int32_t);
    std::vector<std::int64_t> reserved(keys);
    for (std::int64_t& key : reserved) {
        key = load<std::int64_t>(from);
        from += key_size;
    }
    return reserved;
}

// Where a sequence stands that was not used yet, or was restarted, is not to be had in a plain query, so it is used
// once. The greatest key in the table, which the dialect's own statement asks for, may be that of the load itself.
void key_sequence::move_behind_brought() {
    if (brought_.greatest() <= moved_behind_) {
        return;
    }
    std::string sql = "select setval(counter.id, cast($1 as bigint)) from (select ";
    append_sequence(sql, connection_.spell(), table_, table_.columns[key_]);
    sql += " as id) as counter where cast($1 as bigint) > coalesce(pg_sequence_last_value(counter.id), "
           "nextval(counter.id))";
    const std::string greatest = std::to_string(brought_.greatest());
    const char* const parameter = greatest.c_str();
    connection_.require_free();
    statement_watch watch{connection_.watcher(), statement_kind::plain, sql};
    const result_handle result{
        PQexecParams(connection_.native(), sql.c_str(), 1, nullptr, &parameter, nullptr, nullptr, 0)};
    connection_.require_success(result.get(), sql);
    watch.end(static_cast<std::uint64_t>(PQntuples(result.get())));
    moved_behind_ = brought_.greatest();
}

}  // namespace aludel::postgresql
