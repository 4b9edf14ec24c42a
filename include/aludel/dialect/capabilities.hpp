// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include <aludel/model/table_description.hpp>
#include <aludel/sql/syntax.hpp>

namespace aludel {

/// How a table that is there is changed.
enum class table_change : std::uint8_t {
    alter_column,   ///< alter column … type, … set not null; constraints are dropped by their names
    modify_column,  ///< modify column with the whole definition; keys and indexes are dropped from their table
    rebuild,        ///< most changes need a new table, which takes the rows and the name of the old one
};

/// What one server can do, settled once per connection from its version. Shared code decides on these facts and
/// never on a database's name.
struct capabilities {
    std::string server;  ///< as a person would name it: "PostgreSQL 15.18"
    aludel::syntax syntax;

    // Values
    bool stores_nan = true;
    bool stores_infinity = true;
    bool stores_negative_zero = true;
    bool stores_nul_in_text = false;
    std::int64_t earliest_timestamp = std::numeric_limits<std::int64_t>::min();  ///< microseconds since 1970
    std::int64_t latest_timestamp = std::numeric_limits<std::int64_t>::max();
    std::int32_t earliest_date = std::numeric_limits<std::int32_t>::min();  ///< days since 1970
    std::int32_t latest_date = std::numeric_limits<std::int32_t>::max();
    bool pads_text_when_comparing = false;  ///< 'a' = 'a ' is true

    // Sessions
    /// What a transaction leaves in its session (prepared statements, temporary tables, settings) is there in the next
    /// one. Not so behind a pooler that lends its server connections for one transaction at a time.
    bool keeps_session_state = true;

    // Statements
    bool is_remote = true;                        ///< over a wire that may fall silent
    bool ends_statements = false;                 ///< a running statement can be ended: timeouts and cancel()
    bool prepares_by_type = false;                ///< a prepared statement is tied to its parameters' kinds
    bool error_aborts_transaction = false;        ///< after an error only a rollback (to a savepoint) helps
    bool repeated_key_breaks_upsert = false;      ///< one statement cannot touch a row twice
    std::size_t max_statement_bytes = 16u << 20;  ///< text and values of one statement
    std::size_t rows_per_insert = 500;            ///< rows of one many-row INSERT, where more make it no faster
    /// Keys that one INSERT of many rows generates are generated_key(), and this much more for each further row; 0:
    /// they need not follow each other.
    std::uint64_t generated_key_step = 0;
    bool one_writer = false;  ///< connections write one after the other
    /// statement::generated_key() tells the integer key that an insert of one row generated, also where inserts can
    /// return rows: it costs less than those.
    bool generated_key_is_told = false;

    // Schema
    bool transactional_ddl = false;
    bool enforces_checks = true;
    bool has_schemas = false;               ///< tables may live in a named schema
    bool default_expressions = true;        ///< DEFAULT takes any expression, not only a literal
    bool foreign_keys_can_be_added = true;  ///< alter table … add constraint works; else they stand inside create table
    bool tells_tables = false;          ///< dialect::read_tables says which tables there are, and what they are like
    bool no_action_waits = true;        ///< "no action" is checked later than "restrict"; else they are the same
    bool indexes_foreign_keys = false;  ///< makes an index for a foreign key whose columns have none
    aludel::table_change table_change = aludel::table_change::alter_column;
    bool renames_columns = true;           ///< alter table … rename column
    bool renames_name_the_schema = false;  ///< without its schema, a table's new name is one in the connection's
};

/// Whether CREATE TABLE can say what the column gets when an insert leaves it out. Where it cannot, inserts bring the
/// default's expression themselves.
bool table_has_default(const capabilities& facts, const column_description& column) noexcept;

}  // namespace aludel
