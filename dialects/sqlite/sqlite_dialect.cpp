// SPDX-License-Identifier: BSL-1.0
#include "sqlite_dialect.hpp"

#include <algorithm>
#include <mutex>

#include <soci/soci.h>
#include <sqlite3.h>

#include "begin.hpp"
#include "connection.hpp"
#include "errors.hpp"
#include "interrupter.hpp"
#include "introspection.hpp"
#include "limits.hpp"
#include "native_handle.hpp"
#include "opening.hpp"
#include "settings.hpp"
#include "uri.hpp"

namespace aludel::sqlite {
namespace {

constexpr int first_with_upsert = 3'024'000;        // 2018-06, sqlite.org/lang_upsert.html
constexpr int first_with_returning = 3'035'000;     // 2021-03, sqlite.org/lang_returning.html
constexpr int first_with_shared_memdb = 3'036'000;  // 2021-06, sqlite.org/changes.html

struct close_database {
    void operator()(::sqlite3* handle) const noexcept { ::sqlite3_close(handle); }
};
using database_handle = std::unique_ptr<::sqlite3, close_database>;

/// Those that need no connection.
capabilities library_facts() {
    const int version = ::sqlite3_libversion_number();
    const bool returns = version >= first_with_returning;

    capabilities facts;
    facts.server = std::string{"SQLite "} + ::sqlite3_libversion();
    // "?" and not ":p1": SQLite looks names up in a list, so thousands of them take seconds to prepare.
    facts.syntax.placeholders = placeholder_style::question_mark;
    facts.syntax.upsert = version >= first_with_upsert ? upsert_syntax::on_conflict : upsert_syntax::none;
    facts.one_writer = true;
    facts.is_remote = false;
    facts.ends_statements = true;  // sqlite3_interrupt
    facts.syntax.null_safe = null_safe_equality::is;
    // UPDATE FROM: SQLite 3.33 (2020-08), sqlite.org/lang_update.html
    facts.syntax.joined_update = version >= 3'033'000 ? joined_update::from_clause : joined_update::standard;
    facts.syntax.insert_returning = returns;
    facts.generated_key_is_told = true;
    facts.syntax.update_returning = returns;
    facts.syntax.delete_returning = returns;
    facts.syntax.max_identifier_length = 1'000'000;           // none but that of the statement's text
    facts.syntax.orders_nulls = version >= 3'030'000;         // 2019-10, sqlite.org/changes.html
    facts.syntax.seeks_by_row_values = version >= 3'015'000;  // sqlite.org/rowvalue.html, 2.2
    facts.syntax.unlimited = "-1";
    facts.stores_nan = false;
    facts.stores_nul_in_text = true;
    facts.earliest_date = earliest_date;
    facts.latest_date = latest_date;
    facts.earliest_timestamp = earliest_timestamp;
    facts.latest_timestamp = latest_timestamp;
    facts.transactional_ddl = true;
    facts.tells_tables = version >= 3'026'000;  // pragma table_xinfo, sqlite.org/changes.html
    facts.table_change = table_change::rebuild;
    facts.foreign_keys_can_be_added = false;  // sqlite.org/lang_altertable.html
    return facts;
}

class sqlite_dialect final : public aludel::dialect {
public:
    [[nodiscard]] std::string_view name() const override { return "SQLite"; }

    // Connecting
    connection_target target(connection_url& url) const override;
    [[nodiscard]] std::vector<std::string_view> parameters() const override { return setting_names(); }
    capabilities open(soci::session& session) const override;
    std::unique_ptr<aludel::connection> connect(soci::session& session, const capabilities& facts) const override;
    [[nodiscard]] bool in_transaction(soci::session& session, bool) const override {
        return ::sqlite3_get_autocommit(native_handle(session)) == 0;
    }
    std::unique_ptr<interrupter> make_interrupter(soci::session& session, const connection_target&) const override {
        return sqlite::make_interrupter(native_handle(session));
    }
    failure explain(soci::session* session, const std::exception& thrown) const override;
    [[nodiscard]] std::size_t max_connections(const connection_url& url) const override;

    // Transactions
    [[nodiscard]] std::vector<std::string> begin_statements(const transaction_options& options) const override;

    // Spellings
    void append_generated_key_value(std::string& sql, const table_description& table, const column_description& column,
                                    std::string_view placeholder) const override;
    void append_server_uuid(std::string& sql) const override;
    void append_column_type(std::string& sql, const capabilities& facts, const column_description& column,
                            column_use use) const override;
    bool append_integer_key(std::string& sql, const capabilities& facts,
                            const column_description& column) const override;
    [[nodiscard]] std::string table_exists_query() const override;
    // sqlite.org/lang_altertable.html, 7; the pragma does nothing inside of a transaction.
    [[nodiscard]] rebuild_guard guard_of_rebuild() const override {
        return {"select cast(foreign_keys as text) from pragma_foreign_keys",
                "pragma foreign_keys = off",
                "pragma foreign_keys = on",
                "select distinct \"table\" from pragma_foreign_key_check",
                "pragma legacy_alter_table = on",
                "pragma legacy_alter_table = off"};
    }
    [[nodiscard]] std::string copy_counter_statement(const schema::table_name& from,
                                                     const schema::table_name& to) const override;
    [[nodiscard]] std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                                         const schema::asked_tables& asked) const override {
        return sqlite::read_tables(ask, facts, asked);
    }
    [[nodiscard]] migration_ways migrating() const override {
        // Until the end of the transaction, sqlite.org/pragma.html#pragma_defer_foreign_keys
        return {.references_later = "pragma defer_foreign_keys=on",
                .script_head = ".bail on\n",
                .check_script = "create temp table aludel_broken (rows integer check (rows = 0));\n"
                                "insert into aludel_broken select count(*) from pragma_foreign_key_check;\n"
                                "drop table aludel_broken;\n",
                .begin_script = "begin immediate",
                .end_script = "commit"};
    }
    [[nodiscard]] std::vector<std::string_view> section_names(const capabilities&) const override { return {"sqlite"}; }
    [[nodiscard]] std::vector<capabilities> usual_servers() const override { return {library_facts()}; }

private:
    void keep_in_memory(const std::string& uri) const;

    // A database in memory lives as long as a connection to it: this one, for the life of the engine. Not state of a
    // connection, and guarded, as `target` is const.
    mutable std::mutex mutex_;
    mutable std::vector<database_handle> kept_in_memory_;
};

void sqlite_dialect::keep_in_memory(const std::string& uri) const {
    const std::lock_guard lock{mutex_};
    kept_in_memory_.emplace_back(open_uri(uri));
}

connection_target sqlite_dialect::target(connection_url& url) const {
    std::string uri = uri_of(url);
    take_settings(url, uri);
    if (is_in_memory(url)) {
        keep_in_memory(uri);
    }
    return {&uri_backend(), std::move(uri)};
}

capabilities sqlite_dialect::open(soci::session& session) const {
    ::sqlite3* handle = native_handle(session);
    apply_settings(handle);
    capabilities facts = library_facts();
    facts.syntax.max_parameters = static_cast<std::size_t>(::sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, -1));
    facts.max_statement_bytes = static_cast<std::size_t>(std::min(::sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, -1),
                                                                  ::sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, -1)));
    return facts;
}

std::unique_ptr<aludel::connection> sqlite_dialect::connect(soci::session& session, const capabilities& facts) const {
    return std::make_unique<connection>(native_handle(session), facts, *this);
}

failure sqlite_dialect::explain(soci::session* session, const std::exception& thrown) const {
    if (const auto* opening = dynamic_cast<const open_failure*>(&thrown)) {
        return explain_opening(*opening);
    }
    if (session != nullptr && is_driver_error(thrown)) {
        return explain_last_error(native_handle(*session), {});
    }
    failure explained;
    const auto* from_soci = dynamic_cast<const soci::soci_error*>(&thrown);
    // Not what(): there SOCI adds the values of the parameters.
    explained.message = from_soci == nullptr ? thrown.what() : "SOCI: " + from_soci->get_error_message();
    return explained;
}

std::size_t sqlite_dialect::max_connections(const connection_url& url) const {
    const bool is_private = is_in_memory(url) && ::sqlite3_libversion_number() < first_with_shared_memdb;
    return is_private ? 1 : 0;
}

std::vector<std::string> sqlite_dialect::begin_statements(const transaction_options& options) const {
    if (options.access == access::read_only) {
        return {std::string{begin_read_only}};
    }
    // A transaction that reads first and writes later gets an SQLITE_BUSY that no waiting cures when another has
    // written in between: sqlite.org/lang_transaction.html. Every isolation level is granted: SQLite is serializable.
    return {"begin immediate"};
}

void sqlite_dialect::append_generated_key_value(std::string& sql, const table_description&,
                                                const column_description& column, std::string_view placeholder) const {
    if (column.generated != key::server_uuid) {
        sql += placeholder;
        return;
    }
    sql += "coalesce(";
    sql += placeholder;
    sql += ", ";
    append_server_uuid(sql);
    sql += ')';
}

void sqlite_dialect::append_server_uuid(std::string& sql) const {
    // Version 4, variant 1 (RFC 9562). unhex() came with 3.41 only; "||" joins blobs byte by byte.
    sql += "cast(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) "
           "|| substr(x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
           "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf', 1 + (random() & 63), 1) "
           "|| randomblob(7) as blob)";
}

void sqlite_dialect::append_column_type(std::string& sql, const capabilities&, const column_description& column,
                                        column_use) const {
    // A type's name decides what SQLite does to values: sqlite.org/datatype3.html, 3.1. See README.md for each choice.
    switch (column.kind) {
    case value_kind::boolean: sql += "boolean"; return;
    case value_kind::int16: sql += "smallint"; return;
    case value_kind::int32: sql += "integer"; return;
    case value_kind::int64: sql += "bigint"; return;
    case value_kind::uint64: sql += "unsigned blob"; return;
    case value_kind::float32: sql += "real blob"; return;
    case value_kind::float64: sql += "double blob"; return;
    case value_kind::bytes:
    case value_kind::uuid: sql += "blob"; return;
    case value_kind::date: sql += "date"; return;
    case value_kind::timestamp: sql += "timestamp"; return;
    case value_kind::text:
    case value_kind::null: break;
    }
    sql += "text";
}

bool sqlite_dialect::append_integer_key(std::string& sql, const capabilities&, const column_description&) const {
    // autoincrement: without it the key of the last row is given again once that row is removed, as on no other
    // database; sqlite.org/autoinc.html
    sql += "integer not null primary key autoincrement";
    return true;
}

std::string sqlite_dialect::copy_counter_statement(const schema::table_name& from, const schema::table_name& to) const {
    const auto text = [](std::string_view name) {
        std::string quoted;
        for (const char c : name) {
            quoted += c == '\'' ? "''" : std::string(1, c);
        }
        return '\'' + quoted + '\'';
    };
    // A table of SQLite's that may be written to (sqlite.org/autoinc.html); the connection may have one of its own
    // temporary tables, too.
    return "insert into main.sqlite_sequence (name, seq) select " + text(to.name) +
           ", seq from main.sqlite_sequence where name = " + text(from.name);
}

std::string sqlite_dialect::table_exists_query() const {
    // Names and not "?": SQLite takes them like SOCI, so the query serves both paths.
    return "select 1 from sqlite_master where type = 'table' and name = :p1 collate nocase and :p2 is null";
}

}  // namespace

std::unique_ptr<aludel::dialect> make_dialect() {
    return std::make_unique<sqlite_dialect>();
}

}  // namespace aludel::sqlite
