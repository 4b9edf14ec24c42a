// SPDX-License-Identifier: BSL-1.0
#include "errors.hpp"

#include <errmsg.h>

#include <optional>
#include <vector>

#include "dialect/server_words.hpp"
#include "sql/tokens.hpp"
#include "wire.hpp"

// The numbers: dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html and
// mariadb.com/kb/en/mariadb-error-code-reference; from 2000 on Connector/C's errmsg.h.
namespace aludel::mysql {
namespace {

error_class class_by_number(unsigned int number) {
    switch (number) {
    case 1062:  // duplicate entry
    case 1169:  // write failed because of a unique constraint
    case 1586:  // duplicate entry, with the key's name
        return error_class::unique_violation;
    case 1216:  // no parent row (without details)
    case 1217:  // a child row refers to it (without details)
    case 1451:  // a child row refers to it
    case 1452:  // no parent row
        return error_class::foreign_key_violation;
    case 1048:  // column cannot be null
    case 1263:  // null for a column that is NOT NULL
    case 1364:  // field has no default value
        return error_class::not_null_violation;
    case 3819:  // check constraint, MySQL
    case 4025:  // check constraint, MariaDB
        return error_class::check_violation;
    case 1020:  // record has changed since last read: MariaDB with innodb_snapshot_isolation
    case 1213:  // deadlock; also a Galera certification failure
    case 1412:  // the table was altered since the transaction began to read
    case 3101:  // rolled back by group replication
        return error_class::transaction_conflict;
    case 1205:  // lock wait timeout
    case 1317:  // KILL QUERY
    case 1969:  // max_statement_time, MariaDB
    case 3024:  // max_execution_time, MySQL
    case 3572:  // nowait, MySQL; MariaDB answers 1205
        return error_class::timeout;
    case 1040:  // too many connections
    case 1042:  // no name for the client's address
    case 1043:  // bad handshake
    case 1047:  // Galera node not ready
    case 1053:  // server shutdown in progress
    case 1077:  // normal shutdown
    case 1079:  // shutdown complete
    case 1129:  // host blocked
    case 1130:  // host not allowed
    case 1152:  // aborted connection
    case 1156:  // packets out of order
    case 1158:  // read error
    case 1159:  // read timeout
    case 1160:  // write error
    case 1161:  // write timeout
    case 1184:  // aborted connection
    case 1203:  // too many connections of this user
    case 1226:  // a resource limit of this user
    case 1927:  // connection was killed, MariaDB
    case 4031:  // wait_timeout, MySQL
    case CR_SOCKET_CREATE_ERROR:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_UNKNOWN_HOST:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_HANDSHAKE_ERR:
    case CR_SERVER_LOST:
    case CR_SSL_CONNECTION_ERROR:
    case CR_MALFORMED_PACKET:
    case 2055:  // lost connection, extended
    case 2059:  // authentication plugin cannot be loaded
    case CR_ERR_NET_READ:
    case CR_ERR_NET_WRITE: return error_class::connection_lost;
    case 1264:  // out of range value
    case 1265:  // data truncated
    case 1292:  // incorrect or truncated value
    case 1366:  // incorrect value for the column
    case 1367:  // illegal value while parsing
    case 1406:  // data too long
    case 1411:  // incorrect value for a function
    case 1441:  // date function overflow
    case 1526:  // no partition for the value
    case 1690:  // out of range in an expression
        return error_class::mapping_error;
    case CR_COMMANDS_OUT_OF_SYNC: return error_class::usage_error;
    default: return error_class::statement_error;
    }
}

error_class class_of(const native_error& error, std::string_view statement) {
    if (error.number == 1242 && statement.find(two_rows) != std::string_view::npos) {
        return error_class::unique_violation;
    }
    const error_class by_number = class_by_number(error.number);
    if (by_number != error_class::statement_error) {
        return by_number;
    }
    // 08S01 communication link failure; 1153 is about the size of a statement.
    if (error.sqlstate.starts_with("08") && error.number != 1153) {
        return error_class::connection_lost;
    }
    if (error.sqlstate.starts_with("23") && error.number != 1052) {  // 1052: a column's name is ambiguous
        return error_class::constraint_violation;
    }
    const bool is_data_exception = error.sqlstate.starts_with("22") && error.number != 1365;  // division by zero
    return is_data_exception ? error_class::mapping_error : by_number;
}

/// The names between quotes, in their order. InnoDB quotes them as the SQL mode says: with ANSI_QUOTES as "name".
std::vector<std::string_view> names_in(std::string_view message, const char* quotes = "`\"") {
    std::vector<std::string_view> names;
    for (std::size_t open = message.find_first_of(quotes); open != std::string_view::npos;
         open = message.find_first_of(quotes, open)) {
        const std::size_t close = message.find(message[open], open + 1);
        if (close == std::string_view::npos) {
            break;
        }
        names.push_back(message.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return names;
}

/// The last name in quotes of any kind: what stands in front of it may be a value with quotes in it.
std::string_view last_name_in(std::string_view message) {
    const std::size_t close = message.find_last_of("'`\"");
    if (close == std::string_view::npos || close == 0) {
        return {};
    }
    const std::size_t open = message.rfind(message[close], close - 1);
    return open == std::string_view::npos ? std::string_view{} : message.substr(open + 1, close - open - 1);
}

/// "Duplicate entry 'x' for key 'email'"; MySQL 8.0.19 and later say 'users.email'.
void name_unique_key(error_details& details, std::string_view message) {
    std::string_view key = last_name_in(message);
    const std::size_t dot = key.find('.');
    if (dot != std::string_view::npos) {
        details.table = key.substr(0, dot);
        key.remove_prefix(dot + 1);
    }
    details.constraint = key;
}

/// "… (`shop`.`orders`, CONSTRAINT `orders_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`))"
void name_foreign_key(error_details& details, std::string_view message) {
    const std::vector<std::string_view> names = names_in(message);
    if (names.size() >= 4) {
        details.table = names[1];
        details.constraint = names[2];
        details.column = names[3];
    }
}

/// MariaDB: "CONSTRAINT `age_is_positive` failed for `shop`.`users`"; MySQL: "Check constraint 'x' is violated."
void name_check(error_details& details, std::string_view message) {
    std::vector<std::string_view> names = names_in(message);
    if (names.size() >= 3) {
        details.table = names[2];
    } else {
        names = names_in(message, "'");
    }
    if (!names.empty()) {
        details.constraint = names.front();
    }
}

/// "Out of range value for column 'age' at row 1", MariaDB: "… for column `shop`.`users`.`age` at row 1". Without the
/// row number at the end the last thing in quotes is a value.
void name_misfit_column(error_details& details, std::string_view message) {
    const bool ends_in_row_number = !message.empty() && message.back() >= '0' && message.back() <= '9';
    if (!ends_in_row_number) {
        return;
    }
    details.column = last_name_in(message);
    const std::vector<std::string_view> names = names_in(message);
    if (names.size() >= 3 && names.back() == details.column) {
        details.table = names[names.size() - 2];
    }
}

void name_places(error_details& details, error_class kind, const native_error& error) {
    switch (kind) {
    case error_class::unique_violation:
        if (error.number != 1242) {
            name_unique_key(details, error.message);
        }
        break;
    case error_class::foreign_key_violation: name_foreign_key(details, error.message); break;
    case error_class::check_violation: name_check(details, error.message); break;
    case error_class::not_null_violation:
        // The first name: "Field 'x' doesn't have a default value" has one apostrophe more.
        if (const auto names = names_in(error.message, "'"); !names.empty()) {
            details.column = names.front();
        }
        break;
    case error_class::mapping_error: name_misfit_column(details, error.message); break;
    default: break;
    }
}

std::string quoted(std::string_view before, std::string_view name, std::string_view after = {}) {
    return name.empty() ? std::string{} : std::string{before} + '"' + std::string{name} + '"' + std::string{after};
}

/// The server's sentence up to the first value or name in it.
std::string_view without_values(std::string_view message) {
    message = message.substr(0, message.find_first_of(":'\"`("));
    while (!message.empty() && message.back() == ' ') {
        message.remove_suffix(1);
    }
    return message;
}

/// Whether all that the message quotes are names, with the database's and the clause's among them, which the text of
/// the statement does not hold.
bool quotes_names_only(unsigned int number) {
    // a column ambiguous or unknown, a table unknown, a sequence run out or unknown
    return number == 1052 || number == 1054 || number == 1146 || number == 4084 || number == 4091;
}

std::string unique_sentence(const native_error& error, const error_details& details) {
    if (error.number == 1242) {
        return "the new row conflicts with a row by another unique key than the one that the upsert names";
    }
    return "unique key" + quoted(" ", details.constraint) + quoted(" of table ", details.table) +
           " is violated: there is a row with the same values";
}

std::string foreign_key_sentence(const native_error& error, const error_details& details) {
    const bool is_missing_parent = error.number == 1216 || error.number == 1452;
    return "foreign key" + quoted(" ", details.constraint) + quoted(" of table ", details.table) + " is violated: " +
           (is_missing_parent ? "the row that it refers to is not there" : "other rows still refer to this row");
}

std::string conflict_message(const std::string& said) {
    return "the transaction was rolled back because of others that ran beside it; run it again (" + said + ')';
}

std::string sentence_of(error_class kind, const native_error& error, const error_details& details) {
    std::string said{error.message};
    switch (kind) {
    case error_class::unique_violation: return unique_sentence(error, details);
    case error_class::foreign_key_violation: return foreign_key_sentence(error, details);
    case error_class::not_null_violation:
        return "column" + quoted(" ", details.column) + " must have a value, and has no default";
    case error_class::check_violation:
        return "check" + quoted(" ", details.constraint) + quoted(" of table ", details.table) + " is violated";
    case error_class::transaction_conflict: return conflict_message(said);
    case error_class::mapping_error:
        return "a value does not fit" + quoted(" column ", details.column) + quoted(" of table ", details.table) +
               ": " + std::string{without_values(error.message)};
    case error_class::connection_lost: return "the connection to the server is gone (" + said + "); open a new session";
    case error_class::constraint_violation:
        return "a constraint is violated: " + std::string{without_values(error.message)};
    case error_class::usage_error:
        return "the connection is busy with another result; read it to its end or close it first (" + said + ')';
    default: break;
    }
    if (error.number == 1153 || error.number == CR_NET_PACKET_TOO_LARGE) {
        return "a statement and its values are larger than the server takes; raise max_allowed_packet (" + said + ')';
    }
    return said;
}

/// The name of the sequence that the statement asks for the next key, without its schema; or empty.
std::string asked_sequence(std::string_view statement) {
    constexpr std::string_view asks = "next value for ";
    const std::size_t at = statement.find(asks);
    if (at == std::string_view::npos) {
        return {};
    }
    sql::token_reader names{statement.substr(at + asks.size())};
    std::optional<sql::token> name = names.next();
    if (const auto dot = names.next(); dot && dot->is_symbol('.')) {
        name = names.next();
    }
    return name ? name->unquoted() : std::string{};
}

/// Whether a sequence is missing: for the server that is an unknown table where an INSERT asks for the next key.
bool lacks_sequence(const native_error& error, std::string_view statement) {
    constexpr int unknown_table = 1146;
    constexpr int unknown_sequence = 4091;
    if (error.number != unknown_table) {
        return error.number == unknown_sequence;
    }
    const std::string asked = asked_sequence(statement);
    return !asked.empty() && error.message.find(std::string{"."}.append(asked).append("'")) != std::string_view::npos;
}

std::string_view cure_of_refusal(unsigned int number) {
    switch (number) {
    case 1040:
    case 1203:
    case 1226: return "lower pool_size, or raise the server's limit";
    case 1045: return "check the user and the password in the connection string";
    case 1044:
    case 1049: return "create the database and give the user rights on it, or name another in the connection string";
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_UNKNOWN_HOST: return "check that the server runs, and the host and the port in the connection string";
    default: return {};
    }
}

/// A deadlock takes the whole transaction along, a lock wait that was too long does so under innodb_rollback_on_timeout
/// (dev.mysql.com/doc/refman/8.0/en/innodb-error-handling.html), and DDL has committed it before it fails. What was
/// wrong with a row ends its statement only. Client errors are no answer of the server's.
bool may_end_transaction(const failure& found) {
    constexpr int first_of_client = 2000;
    constexpr int first_behind_client = 3000;
    const int number = found.details.native_code;
    const bool is_answer = number != 0 && (number < first_of_client || number >= first_behind_client);
    const bool is_of_that_kind = found.kind == error_class::transaction_conflict ||
                                 found.kind == error_class::timeout || found.kind == error_class::statement_error;
    return is_answer && is_of_that_kind && found.details.connection_is_usable;
}

failure explain_answer(MYSQL* connection, const native_error& error, std::string_view statement) {
    constexpr int no_counter_value = 1467;  // MariaDB 10.11 also answers so to a deadlock over the counter of keys
    failure found = explain(error, statement);
    if (connection == nullptr || !may_end_transaction(found)) {
        return found;
    }
    const bool was_open = in_transaction(connection);
    refresh_status(connection);
    if (found.details.native_code == no_counter_value && was_open && !in_transaction(connection)) {
        found.kind = error_class::transaction_conflict;
        found.message = conflict_message(found.message);
    }
    return found;
}

}  // namespace

failure explain(const native_error& error, std::string_view statement) {
    failure result;
    result.kind = class_of(error, statement);
    result.details.sqlstate = error.sqlstate;
    result.details.native_code = static_cast<int>(error.number);
    result.details.statement = statement;
    // Behind 1153 the server hangs up, dev.mysql.com/doc/refman/8.0/en/packet-too-large.html
    result.details.connection_is_usable = result.kind != error_class::connection_lost && error.number != 1153;
    // Where the statement could not be sent (2006), no answer is lost.
    result.details.outcome_is_unknown =
        result.kind == error_class::connection_lost && error.number != CR_SERVER_GONE_ERROR;
    name_places(result.details, result.kind, error);
    result.message = sentence_of(result.kind, error, result.details);
    // "XPATH syntax error: 'x'", "Incorrect user-level lock name 'x'". SOCI does not tell the statement; its caller
    // knows it.
    if (result.kind == error_class::statement_error && !statement.empty() && !quotes_names_only(error.number)) {
        result.message = without_unsaid_words(result.message, statement);
    }
    if (lacks_sequence(error, statement)) {
        result.message +=
            "; a migration makes the sequence, and create_all with a new table; or let the table count, by "
            "key::integer in place of key::sequence";
    }
    return result;
}

failure explain_refusal(const native_error& error, std::string_view server) {
    failure result = explain(error, {});
    result.kind = error_class::connection_lost;
    result.details.connection_is_usable = false;
    result.details.outcome_is_unknown = false;
    result.message = "cannot connect to " + std::string{server} + ": " + result.message;
    if (const std::string_view cure = cure_of_refusal(error.number); !cure.empty()) {
        result.message.append("; ").append(cure);
    }
    return result;
}

failure explain_error_of(MYSQL* connection, std::string_view statement) {
    return explain_answer(connection, {mysql_errno(connection), mysql_sqlstate(connection), mysql_error(connection)},
                          statement);
}

failure explain_error_of(MYSQL_STMT* prepared, std::string_view statement) {
    // A connection that breaks between two rows of a streamed result leaves its error there only (Connector/C 3.3).
    if (mysql_stmt_errno(prepared) == 0 && prepared->mysql != nullptr) {
        return explain_error_of(prepared->mysql, statement);
    }
    return explain_answer(prepared->mysql,
                          {mysql_stmt_errno(prepared), mysql_stmt_sqlstate(prepared), mysql_stmt_error(prepared)},
                          statement);
}

void throw_error_of(MYSQL* connection, std::string_view statement) {
    const failure found = explain_error_of(connection, statement);
    throw_error(found.kind, found.message, found.details);
}

void throw_error_of(MYSQL_STMT* prepared, std::string_view statement) {
    const failure found = explain_error_of(prepared, statement);
    throw_error(found.kind, found.message, found.details);
}

void require_fitting(std::size_t bytes, const capabilities& facts, std::string_view what, std::string_view statement) {
    if (bytes > facts.max_statement_bytes) {
        throw mapping_error{std::string{what} + " of " + std::to_string(bytes) + " bytes is more than the " +
                                std::to_string(facts.max_statement_bytes) + " that " + facts.server +
                                " takes at once; raise max_allowed_packet on the server",
                            {.statement = std::string{statement}}};
    }
}

}  // namespace aludel::mysql
