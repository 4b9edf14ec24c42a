// SPDX-License-Identifier: BSL-1.0
#include "mysql_dialect.hpp"

#include <algorithm>
#include <iterator>

#include "connection.hpp"
#include "errors.hpp"
#include "file_request.hpp"
#include "interrupter.hpp"
#include "introspection.hpp"
#include "native_handle.hpp"
#include "sequences.hpp"
#include "server_facts.hpp"
#include "spellings.hpp"
#include "sql/key_sequence.hpp"
#include "sql/tokens.hpp"
#include "tls.hpp"

namespace aludel::mysql {
namespace {

/// "key='value' ", as SOCI's parser reads it back: in single quotes, with a backslash in front of what would end them
/// (SOCI 4.0.3, backends/mysql/session.cpp).
void append_option(std::string& connect_string, std::string_view key, std::string_view value) {
    connect_string.append(key).append("='");
    for (const char c : value) {
        if (c == '\'' || c == '\\') {
            connect_string += '\\';
        }
        connect_string += c;
    }
    connect_string += "' ";
}

void append_if_given(std::string& connect_string, std::string_view key, std::string_view value) {
    if (!value.empty()) {
        append_option(connect_string, key, value);
    }
}

/// Where the connection string leads, for messages; the port that Connector/C takes by itself is said, too.
std::string shown_server(const connection_url& url) {
    const auto socket = url.parameters.find("unix_socket");
    if (socket != url.parameters.end()) {
        return "the socket " + socket->second;
    }
    if (url.hosts.empty() || (url.hosts.front().port == 0 && url.hosts.front().host == "localhost")) {
        return "the local server's socket";
    }
    const connection_url::host_port& server = url.hosts.front();
    return server.host + ':' + std::to_string(server.port == 0 ? 3306 : server.port);
}

void append_server(std::string& connect_string, connection_url& url, std::string_view socket, tls_mode tls) {
    if (url.hosts.size() > 1) {
        throw usage_error{"a mysql or mariadb connection string names one host; put a proxy in front of several"};
    }
    append_if_given(connect_string, "unix_socket", socket);
    if (tls > tls_mode::disable) {
        append_option(connect_string, "host", host_with_tls(url, !socket.empty(), tls));
    }
    if (url.hosts.empty() || !socket.empty()) {
        return;
    }
    const connection_url::host_port& server = url.hosts.front();
    // The client library takes "localhost" for "the usual Unix socket", and then forgets the port.
    const bool means_tcp = server.port != 0 && server.host == "localhost";
    if (tls <= tls_mode::disable) {
        append_if_given(connect_string, "host", means_tcp ? "127.0.0.1" : server.host);
    }
    if (server.port != 0) {
        append_option(connect_string, "port", std::to_string(server.port));
    }
}

void append_seconds(std::string& connect_string, connection_url& url, const std::string& name) {
    if (const std::uint64_t seconds = url.take_number(name, 0); seconds != 0) {
        append_option(connect_string, name, std::to_string(seconds));
    }
}

std::string_view isolation_name(isolation level) {
    switch (level) {
    case isolation::read_committed: return "read committed";
    case isolation::repeatable_read: return "repeatable read";
    case isolation::serializable: return "serializable";
    case isolation::standard: break;
    }
    return {};
}

/// Strict about values, and as near to standard SQL as the family comes: "x" is a name, || joins text, a backslash is
/// a character like others, and 0 is a key like others.
std::string session_settings(server_version server) {
    std::string settings = "set autocommit = 1, time_zone = '+00:00', collation_connection = '";
    settings.append(collation_by_bytes(server)).append("', ");
    settings += "sql_mode = 'STRICT_ALL_TABLES,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION,"
                "NO_AUTO_VALUE_ON_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO";
    // Before MySQL 5.7.5, and in MariaDB to this day, it refuses columns that depend on a grouped key, which
    // PostgreSQL and the standard allow; dev.mysql.com/doc/refman/5.7/en/group-by-handling.html
    settings += server.at_least(never, 5'07'05) ? ",ONLY_FULL_GROUP_BY'" : "'";
    return settings;
}

bulk_path bulk_path_named(std::string_view name) {
    if (name.empty()) {
        return bulk_path::best;
    }
    if (name == "load_data") {
        return bulk_path::load_data;
    }
    if (name == "values") {
        return bulk_path::values;
    }
    throw usage_error{"bulk_path in the connection string is load_data or values, or left out for the fastest"};
}

class mysql_dialect final : public dialect {
public:
    [[nodiscard]] std::string_view name() const override { return "MySQL"; }

    connection_target target(connection_url& url) const override;
    [[nodiscard]] std::vector<std::string_view> parameters() const override;
    capabilities open(soci::session& session) const override;
    std::unique_ptr<connection> connect(soci::session& session, const capabilities& facts) const override {
        return std::make_unique<native_connection>(native_handle(session), settings_, facts, *this);
    }
    [[nodiscard]] bool in_transaction(soci::session& session, bool) const override {
        return mysql::in_transaction(native_handle(session));
    }
    std::unique_ptr<interrupter> make_interrupter(soci::session& session,
                                                  const connection_target& reached) const override {
        return mysql::make_interrupter(native_handle(session), reached, settings_.tls);
    }
    failure explain(soci::session* session, const std::exception& thrown) const override;

    [[nodiscard]] std::vector<std::string> begin_statements(const transaction_options& options) const override;

    void append_column_type(std::string& sql, const capabilities& facts, const column_description& column,
                            column_use use) const override {
        append_type(sql, facts, column, use);
    }
    bool append_integer_key(std::string& sql, const capabilities&, const column_description& column) const override {
        append_counted_key(sql, column);
        return false;
    }
    void append_table_options(std::string& sql, const capabilities& facts) const override {
        append_options(sql, facts);
    }
    [[nodiscard]] std::string reserve_keys_statement(const capabilities& facts, const table_description& table,
                                                     const column_description& column) const override {
        // The table's own counter moves by itself.
        const bool is_separate = sql::comes_from_sequence(facts.syntax, column);
        return is_separate ? reservation(sql::quoted_name(*this, sql::sequence_of(facts.syntax, table, column)))
                           : std::string{};
    }
    [[nodiscard]] std::string create_sequence_statement(std::string_view sequence, value_kind keys) const override {
        return create_sequence(sequence, keys);
    }
    [[nodiscard]] std::string alter_sequence_statement(std::string_view sequence, value_kind keys) const override {
        return alter_sequence(sequence, keys);
    }
    [[nodiscard]] std::string start_sequence_statement(std::string_view sequence, value_kind keys,
                                                       std::string_view table, std::string_view column) const override {
        return start_sequence(sequence, keys, table, column);
    }
    [[nodiscard]] std::string rename_sequence_statement(std::string_view from, std::string_view to) const override {
        return rename_sequence(from, to);
    }
    [[nodiscard]] std::string drop_sequence_statement(std::string_view sequence) const override {
        return drop_sequence(sequence);
    }
    // DROP CONSTRAINT came with MariaDB 10.2 and MySQL 8.0.19; this is understood by all of them.
    [[nodiscard]] std::string_view drop_foreign_key() const override { return "drop foreign key"; }
    [[nodiscard]] std::string table_exists_query() const override {
        return "select 1 from information_schema.tables where table_name = :p1 and "
               "table_schema = coalesce(:p2, database())";
    }
    [[nodiscard]] std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                                         const schema::asked_tables& asked) const override {
        return mysql::read_tables(ask, facts, asked);
    }
    [[nodiscard]] migration_ways migrating() const override;
    [[nodiscard]] std::vector<std::string_view> section_names(const capabilities& facts) const override {
        return facts.server.starts_with("MariaDB") ? std::vector<std::string_view>{"mariadb", "mysql"}
                                                   : std::vector<std::string_view>{"mysql"};
    }
    [[nodiscard]] std::vector<capabilities> usual_servers() const override {
        constexpr std::size_t packet = 16u << 20;
        return {facts_of(server_version::parse("10.11.0-MariaDB"), packet, 1),
                facts_of(server_version::parse("8.0.30"), packet, 1)};
    }
    [[nodiscard]] bool says_it_is_done(const error& failed) const override;

    void append_identifier(std::string& sql, std::string_view name) const override;
    // Without convert() MySQL 5.6 takes replace(uuid(), …) for a constant of the prepared statement: every execution
    // makes the same UUID (seen on 5.6.24 with utf8mb4).
    void append_server_uuid(std::string& sql) const override {
        sql += "unhex(replace(convert(uuid() using utf8mb4), '-', ''))";
    }
    void append_proposed_value(std::string& sql, std::string_view column) const override;
    void append_function(std::string& sql, sql_function function, value_kind of,
                         std::string_view operand) const override {
        if (function == sql_function::length) {  // length() counts bytes
            sql.append("char_length(").append(operand).append(")");
        } else if (function == sql_function::avg) {  // of integers it is a decimal with four digits of fraction
            sql.append("avg(").append(operand).append(" + 0e0)");
        } else {
            dialect::append_function(sql, function, of, operand);
        }
    }
    void append_duplicate_assignments(std::string& sql, const table_description& table,
                                      const conflict_policy& policy) const override {
        append_assignments(sql, *this, table, policy, statement_duplicates);
    }

private:
    // What target() leaves for open() and explain(); an engine calls it once, before its first connection.
    mutable connection_settings settings_;
    mutable std::string server_ = "the server";
};

connection_target mysql_dialect::target(connection_url& url) const {
    connection_target made{.backend = soci_backend(), .connect_string = "charset='utf8mb4' "};
    std::string& text = made.connect_string;
    server_ = shown_server(url);
    settings_.tls = take_tls(url);
    append_server(text, url, url.take("unix_socket"), settings_.tls);
    append_if_given(text, "user", url.user);
    append_if_given(text, "password", url.password);
    append_if_given(text, "dbname", url.database);
    for (const char* const name : {"connect_timeout", "read_timeout", "write_timeout"}) {
        append_seconds(text, url, name);
    }
    settings_.sends_files = url.take_flag("local_infile", false);
    settings_.bulk_path = bulk_path_named(url.take("bulk_path"));
    // Never left out: without it SOCI 4.0.3 looks at a variable that it has not set.
    append_option(text, "local_infile", settings_.sends_files ? "1" : "0");
    url.take("application_name");  // SOCI cannot set connection attributes
    return made;
}

std::vector<std::string_view> mysql_dialect::parameters() const {
    return {"unix_socket", "connect_timeout", "read_timeout", "write_timeout", "application_name", "sslmode",
            "sslrootcert", "sslcert",         "sslkey",       "local_infile",  "bulk_path"};
}

capabilities mysql_dialect::open(soci::session& session) const {
    MYSQL* const handle = native_handle(session);
    const server_version server = server_version::parse(mysql_get_server_info(handle));
    // datetime(6) and START TRANSACTION READ ONLY: MySQL 5.6.5, MariaDB 10.0
    if (!server.at_least(10'00'00, 5'06'05)) {
        throw usage_error{server.name() + " is too old; aludel needs MariaDB 10.0 or MySQL 5.6.5 at least"};
    }
    require_tls(handle, settings_.tls);
    // SOCI can only allow LOAD DATA LOCAL, which Connector/C does by itself: then any server that the client takes for
    // its own can ask for any file that the client can read.
    settings_.sends_files ? send_files(handle) : refuse_files(handle);
    run_on(handle, session_settings(server));
    const auto settings = read_numbers(handle, "select @@max_allowed_packet, @@auto_increment_increment");
    return facts_of(server, settings[0], settings[1]);
}

failure mysql_dialect::explain(soci::session* session, const std::exception& thrown) const {
    const native_error error{error_number(thrown), {}, thrown.what()};
    if (session == nullptr) {
        failure refused = explain_refusal(error, server_);
        refused.message += what_is_wanted(settings_.tls);
        return refused;
    }
    // SOCI keeps the number only; the connection still knows the rest if nothing ran in between.
    MYSQL* const handle = native_handle(*session);
    const bool is_last_error = error.number != 0 && mysql_errno(handle) == error.number;
    return is_last_error ? explain_error_of(handle, {}) : mysql::explain(error, {});
}

std::vector<std::string> mysql_dialect::begin_statements(const transaction_options& options) const {
    std::vector<std::string> statements;
    if (const std::string_view level = isolation_name(options.isolation); !level.empty()) {
        statements.push_back("set transaction isolation level " + std::string{level});
    }
    statements.emplace_back(options.access == access::read_only ? "start transaction read only" : "start transaction");
    return statements;
}

void mysql_dialect::append_identifier(std::string& sql, std::string_view name) const {
    append_quoted(sql, name, '`');
}

void mysql_dialect::append_proposed_value(std::string& sql, std::string_view column) const {
    sql += "values(";
    append_identifier(sql, column);
    sql += ')';
}

migration_ways mysql_dialect::migrating() const {
    // Locks of this kind are the server's, and their names have 64 characters since MySQL 5.7.5: one for each database.
    return {.lock_session = "select get_lock(concat('aludel_', md5(database())), 0)",
            .unlock_session = "select release_lock(concat('aludel_', md5(database())))",
            // dev.mysql.com/doc/refman/8.0/en/server-system-variables.html#sysvar_foreign_key_checks
            .references_later = "set foreign_key_checks = 0",
            .references_at_once = "set foreign_key_checks = 1",
            .script_head = "set names utf8mb4;\n" + session_settings({}) + ";\n",
            // The client knows no statement that holds others, mysql client manual, "delimiter".
            .compound_begin = "delimiter ;;\n",
            .compound_end = ";;\ndelimiter ;\n"};
}

/// Whether the statement adds something to a table that is there.
bool adds_to_table(std::string_view sql) {
    const std::vector<sql::token> words = sql::tokens_of(sql);
    return words.size() > 2 && words[0].is_word("alter") && words[1].is_word("table") &&
           std::any_of(words.begin() + 2, words.end(), [](const sql::token& each) { return each.is_word("add"); });
}

/// Whether the database has a foreign key of that name, on whatever table: 1826, and 1022 of MySQL 5.6.
bool says_that_foreign_key_exists(const error& failed) {
    // MariaDB 10.11 answers 1005 to it, with InnoDB's number behind: 121 is a name that is there, 150 a foreign key
    // that cannot be. mariadb.com/kb/en/mariadb-error-codes, "Operating System Error Codes"
    constexpr int cannot_create = 1005;
    return failed.native_code() == 1022 || failed.native_code() == 1826 ||
           (failed.native_code() == cannot_create &&
            std::string_view{failed.what()}.find("errno: 121") != std::string_view::npos);
}

bool mysql_dialect::says_it_is_done(const error& failed) const {
    // dev.mysql.com/doc/mysql-errors: table exists, unknown table, unknown column, duplicate column, duplicate key
    // name, multiple primary key, can't drop, table doesn't exist, duplicate check
    constexpr int numbers[] = {1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 3822};
    // CREATE TABLE that is done answers 1050: there the name is another table's, and nothing was made.
    return std::find(std::begin(numbers), std::end(numbers), failed.native_code()) != std::end(numbers) ||
           (says_that_foreign_key_exists(failed) && adds_to_table(failed.statement()));
}

}  // namespace

std::unique_ptr<aludel::dialect> make_dialect() {
    return std::make_unique<mysql_dialect>();
}

}  // namespace aludel::mysql
