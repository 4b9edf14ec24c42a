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
#include <aludel/dialect/transaction_options.hpp>
#include <aludel/error.hpp>
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
    /// The statement that keeps later generated keys clear of keys that objects brought: it takes the greatest of
    /// these as its only parameter and runs before they are inserted. Empty: the database does that by itself.
    [[nodiscard]] virtual std::string reserve_keys_statement(const table_description& table,
                                                             const column_description& column) const;
    /// The query that says whether a table exists: a row if it does. Takes the table's name as a parameter, and its
    /// schema (or NULL) as the second one.
    [[nodiscard]] virtual std::string table_exists_query() const = 0;
};

using dialect_factory = std::function<std::unique_ptr<dialect>()>;

/// Makes connection strings that begin with `scheme` known. Built-in dialects are there already. Registering a
/// scheme again replaces it. Thread safe.
void register_dialect(std::string scheme, dialect_factory factory);

/// The dialect for a scheme. Throws usage_error listing the known schemes.
std::unique_ptr<dialect> dialect_for(std::string_view scheme);

}  // namespace aludel
