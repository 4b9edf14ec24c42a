// SPDX-License-Identifier: BSL-1.0
#include "postgresql_dialect.hpp"

#include <algorithm>
#include <atomic>

#include <aludel/error.hpp>

#include "connection.hpp"
#include "errors.hpp"
#include "interrupter.hpp"
#include "introspection.hpp"
#include "key_sequence.hpp"
#include "native_handle.hpp"
#include "target.hpp"
#include "values.hpp"

namespace aludel::postgresql {
namespace {

/// A session that shows the same text for the same value on every server, and prints nothing; and who answers.
constexpr const char* session_settings =
    "set time zone 'UTC'; set datestyle = 'ISO'; set bytea_output = 'hex'; set standard_conforming_strings = on; "
    "select pg_backend_pid()";

void ignore_notice(void*, const char*) {}

/// "15.20" of "15.20 (Debian 15.20-0+deb12u1)"
std::string server_name(const PGconn* native) {
    const char* const version = PQparameterStatus(native, "server_version");
    const std::string_view text = version == nullptr ? "" : version;
    return "PostgreSQL " + std::string{text.substr(0, text.find(' '))};
}

/// Whether the process that answered is not the one that the connection was told when it was made: a pooler makes up
/// numbers of its own, for its clients to cancel by (PgBouncer 1.18, ran).
bool is_behind_pooler(const PGconn* native, const PGresult* answered) {
    const std::string_view told = PQgetvalue(answered, 0, 0);
    return told != std::to_string(PQbackendPID(native));
}

bool keeps_session_state(const connection_settings& settings, bool is_behind_pooler) {
    switch (settings.pooling) {
    case pooling::session: return settings.keeps_statements;
    case pooling::transaction: return false;
    case pooling::detected: break;
    }
    return settings.keeps_statements && !is_behind_pooler;
}

/// What nobody but the client itself can vouch for. Through a socket of the machine nothing is encrypted, nor needs it.
void require_tls_if_asked_for(const PGconn* native, tls_mode asked) {
    const char* const host = PQhost(native);
    const bool is_local = host != nullptr && host[0] == '/';
    if (asked >= tls_mode::require && !is_local && PQsslInUse(const_cast<PGconn*>(native)) == 0) {
        throw connection_lost{"sslmode=" + std::string{name_of(asked)} + " asks for TLS, and the connection has none",
                              {.connection_is_usable = false}};
    }
}

/// `version` as PQserverVersion() tells it: 90500 is 9.5, 150020 is 15.20.
capabilities facts_of(int version, std::string name) {
    // Versions are those in the manual's release notes.
    const bool since_9_5 = version >= 9'05'00;
    capabilities facts;
    facts.server = std::move(name);
    facts.syntax.placeholders = placeholder_style::dollar_number;
    facts.syntax.upsert = since_9_5 ? upsert_syntax::on_conflict : upsert_syntax::none;
    facts.syntax.upsert_rows = upsert_row_count::changed_rows;
    facts.syntax.null_safe = null_safe_equality::is_not_distinct_from;
    facts.syntax.joined_update = joined_update::from_clause;
    facts.syntax.insert_returning = true;
    facts.syntax.update_returning = true;
    facts.syntax.delete_returning = true;
    facts.syntax.locks_rows = true;
    facts.syntax.nulls_sort_last = true;  // manual, "Sorting Rows (ORDER BY)"
    facts.syntax.orders_nulls = true;
    facts.syntax.integers_keep_their_width = true;  // seen with 15: 30000::smallint + 30000::smallint is error 22003
    facts.syntax.seeks_by_row_values = true;  // manual, "Row Constructor Comparison", as an index's condition since 8.2
    facts.syntax.skips_locked = since_9_5;
    facts.syntax.skips_locked_since = "PostgreSQL has since 9.5";
    facts.syntax.max_parameters = 65'535;     // Bind counts them in 16 bits; libpq 15: PQ_QUERY_PARAM_MAX_LIMIT
    facts.syntax.max_identifier_length = 63;  // NAMEDATALEN - 1
    facts.earliest_timestamp = earliest_timestamp;
    facts.earliest_date = earliest_date;
    facts.latest_date = latest_date;
    facts.ends_statements = true;  // PQcancel
    facts.prepares_by_type = true;
    facts.error_aborts_transaction = true;
    facts.repeated_key_breaks_upsert = true;  // 21000, "cannot affect row a second time"
    facts.transactional_ddl = true;
    facts.has_schemas = true;
    facts.tells_tables = version >= 12'00'00;
    return facts;
}

/// A key counts within the type that the field has room for; numeric cannot be an identity column.
const char* counting_type(value_kind kind) {
    switch (kind) {
    case value_kind::int16: return "smallint";
    case value_kind::int32: return "integer";
    default: return "bigint";
    }
}

const char* column_type(value_kind kind) {
    switch (kind) {
    case value_kind::boolean: return "boolean";
    case value_kind::int16: return "smallint";
    case value_kind::int32: return "integer";
    case value_kind::int64: return "bigint";
    case value_kind::uint64: return "numeric(20)";  // 18446744073709551615 has 20 digits
    case value_kind::float32: return "real";
    case value_kind::float64: return "double precision";
    // Ordered by bytes, as on the other databases; equality is by bytes in every deterministic collation.
    case value_kind::null:
    case value_kind::text: return "text collate \"C\"";
    case value_kind::bytes: return "bytea";
    case value_kind::date: return "date";
    case value_kind::timestamp: return "timestamptz";
    case value_kind::uuid: return "uuid";
    }
    return "text";
}

class postgresql_dialect final : public dialect {
public:
    [[nodiscard]] std::string_view name() const override { return "PostgreSQL"; }

    connection_target target(connection_url& url) const override {
        settings_ = take_settings(url);
        return {&soci_backend(), connection_info(url)};
    }
    [[nodiscard]] std::vector<std::string_view> parameters() const override { return known_parameters(); }
    capabilities open(soci::session& session) const override;
    std::unique_ptr<aludel::connection> connect(soci::session& session, const capabilities& facts) const override;
    std::unique_ptr<interrupter> make_interrupter(soci::session& session, const connection_target&) const override {
        return postgresql::make_interrupter(native_handle(session));
    }
    failure explain(soci::session* session, const std::exception& thrown) const override;

    [[nodiscard]] std::vector<std::string> begin_statements(const transaction_options& options) const override;

    void append_column_type(std::string& sql, const capabilities&, const column_description& column,
                            column_use use) const override {
        // A foreign key from numeric to bigint cannot be implemented (42804).
        sql += use.refers_to_integer_key ? counting_type(column.kind) : column_type(column.kind);
    }
    bool append_integer_key(std::string& sql, const capabilities&, const column_description& column) const override;
    [[nodiscard]] std::string reserve_keys_statement(const capabilities&, const table_description& table,
                                                     const column_description& column) const override;
    [[nodiscard]] std::string table_exists_query() const override;
    [[nodiscard]] std::string primary_key_name(const schema::table_name& of) const override {
        constexpr std::size_t longest = 63 - 5;  // makeObjectName() in src/backend/commands/indexcmds.c
        return of.name.substr(0, longest) + "_pkey";
    }
    void append_empty_value(std::string& sql, const schema::column& column) const override {
        if (column.kind == value_kind::bytes) {
            sql += "''";
        } else if (column.kind == value_kind::uuid) {
            sql += "'00000000-0000-0000-0000-000000000000'";
        } else {
            dialect::append_empty_value(sql, column);
        }
    }
    [[nodiscard]] std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                                         const schema::asked_tables& asked) const override {
        return postgresql::read_tables(ask, facts, asked);
    }
    [[nodiscard]] migration_ways migrating() const override;
    [[nodiscard]] std::vector<std::string_view> section_names(const capabilities&) const override {
        return {"postgresql"};
    }
    [[nodiscard]] std::vector<capabilities> usual_servers() const override {
        return {facts_of(15'00'00, "PostgreSQL 15")};
    }
    [[nodiscard]] bool says_it_is_done(const error& failed) const override;

    void append_generated_key_value(std::string& sql, const table_description& table, const column_description& column,
                                    std::string_view placeholder) const override;
    void append_like(std::string& sql, std::string_view left, std::string_view pattern) const override;
    void append_function(std::string& sql, sql_function function, value_kind of,
                         std::string_view operand) const override;
    // In the core since PostgreSQL 13.
    void append_server_uuid(std::string& sql) const override { sql += "gen_random_uuid()"; }

private:
    // What target() leaves for open() and explain(); an engine calls it once, before its first connection.
    mutable connection_settings settings_;
    mutable std::atomic<bool> is_behind_pooler_ = false;  // as the connection found that was made last
};

capabilities postgresql_dialect::open(soci::session& session) const {
    PGconn* const native = native_handle(session);
    if (native == nullptr) {
        throw usage_error{"the PostgreSQL dialect was given a session of another SOCI backend"};
    }
    PQsetNoticeProcessor(native, ignore_notice, nullptr);
    require_tls_if_asked_for(native, settings_.tls);
    const result_handle result{PQexec(native, session_settings)};
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
        throw_result(native, result.get(), session_settings);
    }
    capabilities facts = facts_of(PQserverVersion(native), server_name(native));
    is_behind_pooler_ = is_behind_pooler(native, result.get());
    facts.keeps_session_state = keeps_session_state(settings_, is_behind_pooler_);
    return facts;
}

std::unique_ptr<aludel::connection> postgresql_dialect::connect(soci::session& session,
                                                                const capabilities& facts) const {
    PGconn* const native = native_handle(session);
    return native == nullptr ? nullptr : std::make_unique<connection>(native, *this, facts, is_behind_pooler_);
}

failure postgresql_dialect::explain(soci::session* session, const std::exception& thrown) const {
    failure found = explain_thrown(session == nullptr ? nullptr : native_handle(*session), thrown);
    found.message += session == nullptr ? what_is_wanted(settings_.tls) : "";
    return found;
}

std::vector<std::string> postgresql_dialect::begin_statements(const transaction_options& options) const {
    std::string begin = "begin";
    switch (options.isolation) {
    case isolation::standard: break;
    case isolation::read_committed: begin += " isolation level read committed"; break;
    case isolation::repeatable_read: begin += " isolation level repeatable read"; break;
    case isolation::serializable: begin += " isolation level serializable"; break;
    }
    begin += options.access == access::read_only ? " read only" : "";
    return {begin};
}

bool postgresql_dialect::append_integer_key(std::string& sql, const capabilities&,
                                            const column_description& column) const {
    // Identity columns: PostgreSQL 10. They are NOT NULL by themselves.
    sql += counting_type(column.kind);
    sql += " generated by default as identity";
    return false;
}

void postgresql_dialect::append_generated_key_value(std::string& sql, const table_description& table,
                                                    const column_description& column,
                                                    std::string_view placeholder) const {
    sql += "coalesce(";
    sql += placeholder;
    // In a SELECT of its own the sequence is looked up once for the statement and not for every row.
    sql += ", nextval((select ";
    append_sequence(sql, *this, table, column);
    sql += ")))";
}

// lower() of a column that is collated "C" knows only ASCII, while lower() of a parameter knows what the database's
// collation does: lower(name) like lower($1) would not find "École" by "École" (seen on 15 and 18).
void postgresql_dialect::append_like(std::string& sql, std::string_view left, std::string_view pattern) const {
    std::string collated{left};
    if (left.starts_with("lower(")) {  // what the shared writer makes of ignore_case; names begin with a quote
        collated.insert(collated.size() - 1, " collate \"default\"");
    }
    dialect::append_like(sql, collated, pattern);
}

// By the database's letters, as in append_like, and in the order of bytes again. A sum of real is real, while others
// sum in double precision.
void postgresql_dialect::append_function(std::string& sql, sql_function function, value_kind of,
                                         std::string_view operand) const {
    std::string changed{operand};
    if (function == sql_function::lower || function == sql_function::upper) {
        dialect::append_function(sql += '(', function, of, changed += " collate \"default\"");
        sql += " collate \"C\")";
        return;
    }
    if (function == sql_function::sum && of == value_kind::float32) {
        changed = "cast(" + changed + " as double precision)";
    }
    dialect::append_function(sql, function, of, changed);
}

// Where the sequence has not been used yet, or was restarted, its next value is not to be had in a plain query; then
// it moves only for a key behind its start and behind all keys in the table, so that it never goes back to one that
// is taken.
std::string postgresql_dialect::reserve_keys_statement(const capabilities&, const table_description& table,
                                                       const column_description& column) const {
    std::string sql = "select setval(counter.id, counter.wanted) from (select cast(:p1 as bigint) as wanted, ";
    append_sequence(sql, *this, table, column);
    sql += " as id) as counter where counter.wanted > coalesce(pg_sequence_last_value(counter.id), greatest("
           "(select seqstart - seqincrement from pg_catalog.pg_sequence where seqrelid = counter.id), (select max(";
    append_identifier(sql, column.name);
    sql += ") from ";
    append_table_name(sql, *this, table);
    return sql + ")))";
}

std::string postgresql_dialect::table_exists_query() const {
    // relkind: ordinary and partitioned tables, views, materialized views, foreign tables. They share their names.
    return "select 1 from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace"
           " where c.relname = cast(:p1 as text) and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = coalesce("
           "cast(:p2 as text), case when pg_catalog.pg_table_is_visible(c.oid) then cast(n.nspname as text) end)";
}

migration_ways postgresql_dialect::migrating() const {
    // Any number that other programs do not choose; such locks are the database's own, manual, "Advisory Locks".
    return {.lock_transaction = "select pg_try_advisory_xact_lock(7020659413812569452)",
            .lock_session = "select pg_try_advisory_lock(7020659413812569452)",
            .unlock_session = "select pg_advisory_unlock(7020659413812569452)",
            .script_head = "\\set ON_ERROR_STOP on\n",
            .begin_script = "begin",
            .end_script = "commit"};
}

bool postgresql_dialect::says_it_is_done(const error& failed) const {
    // Manual, appendix A: duplicate_column, duplicate_object, duplicate_schema, duplicate_table (indexes, too), and
    // undefined_column, undefined_object, undefined_table.
    // What fails in the middle of "create index concurrently" leaves an index that is not valid: it is there, not done.
    if (failed.statement().find("concurrently") != std::string::npos ||
        failed.statement().find("CONCURRENTLY") != std::string::npos) {
        return false;
    }
    constexpr std::string_view states[] = {"42701", "42710", "42P06", "42P07", "42703", "42704", "42P01"};
    return std::find(std::begin(states), std::end(states), failed.sqlstate()) != std::end(states);
}

}  // namespace

std::unique_ptr<dialect> make_dialect() {
    return std::make_unique<postgresql_dialect>();
}

}  // namespace aludel::postgresql
