// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/dialect/connection.hpp>
#include <aludel/dialect/connection_url.hpp>
#include <aludel/dialect/interrupter.hpp>
#include <aludel/dialect/migration_ways.hpp>
#include <aludel/dialect/transaction_options.hpp>
#include <aludel/error.hpp>
#include <aludel/model/function_ref.hpp>
#include <aludel/model/table_definition.hpp>
#include <aludel/sql/spelling.hpp>

namespace soci {
class session;
class backend_factory;
}  // namespace soci

namespace aludel {

/// Where SOCI is to connect to.
struct connection_target {
    const soci::backend_factory* backend = nullptr;
    std::string connect_string;
};

/// What a driver's failure means.
struct failure {
    error_class kind = error_class::statement_error;
    std::string message;  ///< what, where and the cure; no values
    error_details details;
};

/// How a column is used, where that decides its type: a database may want a length for text inside a key.
struct column_use {
    bool in_key = false;                 ///< part of a primary key, unique constraint, index or foreign key
    bool refers_to_integer_key = false;  ///< a foreign key to a key that the database counts: must have its type
};

/// Runs a query with these parameters and hands each row to the last argument.
using table_question = function_ref<void(std::string_view sql, std::span<const value_view> parameters,
                                         function_ref<void(std::span<const value_view> row)> use)>;

/// What stands around statements that build tables anew; all empty where nothing is needed.
struct rebuild_guard {
    std::string_view is_on;    ///< a query: a row with '1' where foreign keys are watched over
    std::string_view suspend;  ///< outside of a transaction: foreign keys are not looked at from here on
    std::string_view resume;
    std::string_view broken;  ///< a query: the tables with rows that break a foreign key, as text
    /// Around the statement that gives a new table the old one's name: views may speak of it meanwhile.
    std::string_view before_rename;
    std::string_view behind_rename;
};

/// One family of databases: its spellings, how to connect, and its native path. An engine has one, shared by all its
/// connections and threads; it keeps no state of a connection.
class dialect : public spelling {
public:
    /// As a person writes it: "PostgreSQL".
    [[nodiscard]] virtual std::string_view name() const = 0;

    // Connecting

    /// Where to connect. Takes (`connection_url::take`) the parameters it knows out of `url`; those that remain
    /// are reported to the user as unknown, together with `parameters()`.
    virtual connection_target target(connection_url& url) const = 0;
    /// Names of the parameters that `target` knows.
    [[nodiscard]] virtual std::vector<std::string_view> parameters() const = 0;
    /// Sets a fresh session up (time zone, SQL mode, pragmas) and settles the facts from the server's version.
    virtual capabilities open(soci::session& session) const = 0;
    /// The native path on the connection that SOCI opened, or null: then statements go through SOCI.
    virtual std::unique_ptr<connection> connect(soci::session& session, const capabilities& facts) const;
    /// Whether a transaction is open on this session, where the driver can tell. Asked where statements go through
    /// SOCI, which cannot: `believed` is what their texts say, and a database may have ended a transaction by itself.
    [[nodiscard]] virtual bool in_transaction(soci::session&, bool believed) const { return believed; }
    /// What ends the statements of this session from outside. `reached` is where it is connected to: some databases are
    /// told through a second connection. Where `facts().ends_statements` is false it is not called; else never null.
    virtual std::unique_ptr<interrupter> make_interrupter(soci::session& session,
                                                          const connection_target& reached) const;
    /// Explains an exception that SOCI threw. `session` is null while connecting.
    virtual failure explain(soci::session* session, const std::exception& thrown) const = 0;
    /// How many connections an engine may have at most; 0: any number.
    [[nodiscard]] virtual std::size_t max_connections(const connection_url&) const { return 0; }

    // Transactions

    /// The statements that begin a transaction, run in order.
    [[nodiscard]] virtual std::vector<std::string> begin_statements(const transaction_options& options) const;

    // Schema

    /// The column's type, without NULL, default or key. Used where `column.declared_type` is empty.
    virtual void append_column_type(std::string& sql, const capabilities& facts, const column_description& column,
                                    column_use use) const = 0;
    /// The whole definition behind the column's name for a key that the database counts; says NOT NULL itself.
    /// Returns true when it also made the column the primary key.
    virtual bool append_integer_key(std::string& sql, const capabilities& facts,
                                    const column_description& column) const = 0;
    /// Appends what stands behind the closing parenthesis of CREATE TABLE.
    virtual void append_table_options(std::string& sql, const capabilities& facts) const;
    /// What stands behind "alter table … " and before the constraint's name to drop a foreign key.
    [[nodiscard]] virtual std::string_view drop_foreign_key() const { return "drop constraint"; }
    /// The statement that keeps later generated keys clear of keys that objects brought: it takes the greatest of these
    /// as :p1, once, and runs before they are inserted. Empty: the database does that by itself.
    [[nodiscard]] virtual std::string reserve_keys_statement(const capabilities& facts, const table_description& table,
                                                             const column_description& column) const;
    /// For facts.syntax.separate_sequences: the statement that makes a sequence for keys of this kind, unless it is
    /// there. In all of these names are given quoted and qualified, and all but the renaming may be run a second time.
    [[nodiscard]] virtual std::string create_sequence_statement(std::string_view sequence, value_kind keys) const;
    /// The statement that lets a sequence go on where it is, with keys of another kind.
    [[nodiscard]] virtual std::string alter_sequence_statement(std::string_view sequence, value_kind keys) const;
    /// The statement that lets a sequence begin behind the greatest key in a column of a table.
    [[nodiscard]] virtual std::string start_sequence_statement(std::string_view sequence, value_kind keys,
                                                               std::string_view table, std::string_view column) const;
    [[nodiscard]] virtual std::string rename_sequence_statement(std::string_view from, std::string_view to) const;
    /// The statement that drops a sequence if it is there.
    [[nodiscard]] virtual std::string drop_sequence_statement(std::string_view sequence) const;
    /// The query that says whether a table exists: a row if it does. The table's name stands in it as :p1, and then its
    /// schema (or NULL) as :p2, each once, as SOCI reads them; they become what a native connection reads.
    [[nodiscard]] virtual std::string table_exists_query() const = 0;
    /// A value for a column in rows that were there before it, and nobody gave one: zero, an empty text, 1970.
    virtual void append_empty_value(std::string& sql, const schema::column& column) const;
    [[nodiscard]] virtual rebuild_guard guard_of_rebuild() const { return {}; }
    /// The statement that makes keys of a new table go on where the old one's are. Empty: none is needed.
    [[nodiscard]] virtual std::string copy_counter_statement(const schema::table_name& from,
                                                             const schema::table_name& to) const;
    /// The name of a primary key that was made without one.
    [[nodiscard]] virtual std::string primary_key_name(const schema::table_name& of) const;
    /// What the database says of those of the asked tables that exist, each under the name that it was asked for by;
    /// types, defaults and checks as the database prints them. Works where `facts.tells_tables`; else throws
    /// usage_error.
    [[nodiscard]] virtual std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                                                 const schema::asked_tables& asked) const;

    // Migrations

    [[nodiscard]] virtual migration_ways migrating() const { return {}; }
    /// The names by which a migration's sections may mean a server, the nearest first: "mariadb", "mysql".
    [[nodiscard]] virtual std::vector<std::string_view> section_names(const capabilities&) const { return {}; }
    /// What servers of this kind can do that are met today, one for each of those names: for statements that are
    /// written without a server. None: they cannot be.
    [[nodiscard]] virtual std::vector<capabilities> usual_servers() const { return {}; }
    /// Whether a statement of DDL failed because what it would do is done, as when it is run a second time: the column
    /// is there, the index is gone.
    [[nodiscard]] virtual bool says_it_is_done(const error&) const { return false; }
};

using dialect_factory = std::function<std::unique_ptr<dialect>()>;

/// Makes connection strings that begin with `scheme` known. Built-in dialects are there already. Registering a
/// scheme again replaces it. Thread safe.
void register_dialect(std::string scheme, dialect_factory factory);

/// The dialect for a scheme. Throws usage_error listing the known schemes.
std::unique_ptr<dialect> dialect_for(std::string_view scheme);

}  // namespace aludel
