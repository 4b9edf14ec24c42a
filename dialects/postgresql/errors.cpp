// SPDX-License-Identifier: BSL-1.0
#include "errors.hpp"

#include <algorithm>
#include <array>

#include "dialect/server_words.hpp"
#include "native_handle.hpp"

// SQLSTATEs: appendix A of the PostgreSQL manual, errcodes.txt of 15 and 18.

namespace aludel::postgresql {
namespace {

/// Class 22 is about data, but these say that a value does not fit its column; the others are mistakes in a statement.
constexpr std::array<std::string_view, 9> misfits = {
    "22001",  // string data right truncation
    "22003",  // numeric value out of range
    "22007",  // invalid datetime format
    "22008",  // datetime field overflow
    "22021",  // character not in repertoire: not UTF-8
    "22026",  // string data length mismatch: bit(n)
    "22P02",  // invalid text representation
    "22P03",  // invalid binary representation
    "22P05",  // untranslatable character
};

/// Where the server says good-bye with the error.
constexpr std::array<std::string_view, 8> farewells = {
    "57P01",  // admin shutdown, pg_terminate_backend
    "57P02",  // crash shutdown
    "57P03",  // cannot connect now
    "57P04",  // database dropped
    "57P05",  // idle session timeout, since 14
    "25P03",  // idle in transaction session timeout
    "25P04",  // transaction timeout, since 17
    "53300",  // too many connections
};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& list, std::string_view sqlstate) {
    return std::find(list.begin(), list.end(), sqlstate) != list.end();
}

error_class class_of_constraint(std::string_view sqlstate) noexcept {
    if (sqlstate == "23505") {
        return error_class::unique_violation;
    }
    if (sqlstate == "23503" || sqlstate == "23001") {  // 23001: ON DELETE RESTRICT, since 18
        return error_class::foreign_key_violation;
    }
    if (sqlstate == "23502") {
        return error_class::not_null_violation;
    }
    return sqlstate == "23514" ? error_class::check_violation : error_class::constraint_violation;
}

std::string field(const PGresult* failed, int code) {
    const char* const text = PQresultErrorField(failed, code);
    return text == nullptr ? std::string{} : std::string{text};
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

/// The server's message without what may be a value: all between the first and the last quote, and all behind a colon.
/// `invalid input syntax for type integer: "x"`, `value "x" is out of range for type smallint`.
std::string without_values(std::string_view message) {
    std::string masked{message};
    const std::size_t first = masked.find('"');
    const std::size_t last = masked.rfind('"');
    if (first != std::string::npos && last > first) {
        masked.replace(first, last - first + 1, "\"...\"");
    }
    masked.resize(std::min(masked.find(": "), masked.size()));
    return masked;
}

std::string quoted(std::string_view what, std::string_view name) {
    return name.empty() ? std::string{} : std::string{what} + " \"" + std::string{name} + '"';
}

/// ` of table "users"`
std::string of_table(const error_details& details) {
    return quoted(" of table", details.table);
}

std::string constraint_message(error_class kind, const error_details& details, std::string_view server_says) {
    const std::string name = quoted("", details.constraint) + of_table(details);
    switch (kind) {
    case error_class::unique_violation: return "the unique key" + name + " has another row with the same values";
    case error_class::foreign_key_violation:
        return "the foreign key" + name +
               " is broken: the row that is referred to is missing, or rows still refer to the one that goes";
    case error_class::not_null_violation:
        return "the column" + quoted("", details.column) + of_table(details) + " is not to be NULL";
    case error_class::check_violation: return "the check" + name + " is not met";
    default: return std::string{server_says};
    }
}

/// A prepared statement that does not exist, or exists already.
bool is_about_statement_names(std::string_view sqlstate) {
    return sqlstate == "26000" || sqlstate == "42P05";
}

std::string statement_message(const error_details& details, std::string_view server_says) {
    const std::string& sqlstate = details.sqlstate;
    if (sqlstate == "25P02") {
        return "an earlier statement failed in this transaction; roll it back, or back to a savepoint, before the next";
    }
    if (is_about_statement_names(sqlstate)) {
        return std::string{server_says} + " (SQLSTATE " + sqlstate +
               "); if nobody deallocated or made it, a pooler in transaction mode seems to stand between: put "
               "statement_cache=0 into the connection string";
    }
    // The rest of class 22 may quote values as well; what is left speaks of names, types and syntax. A name may be a
    // value, too: cast($1 as regclass). SOCI does not tell the statement; its caller knows it.
    std::string message = sqlstate.starts_with("22")  ? without_values(server_says)
                          : details.statement.empty() ? std::string{server_says}
                                                      : without_unsaid_words(server_says, details.statement);
    return sqlstate.empty() ? message : message + " (SQLSTATE " + sqlstate + ')';
}

std::string message_for(error_class kind, const error_details& details, std::string_view server_says) {
    switch (kind) {
    case error_class::connection_lost:
        return "the connection to PostgreSQL is gone (" + std::string{server_says} + "); open a new session";
    case error_class::transaction_conflict:
        return details.sqlstate == "40P01" ? "a deadlock with another transaction; run the transaction again"
                                           : "another transaction got in between; run the transaction again";
    case error_class::timeout:
        return details.sqlstate == "55P03"
                   ? "a lock was not to be had in time; keep transactions short, or raise lock_timeout"
                   : "the server ended the statement: " + std::string{server_says};
    case error_class::mapping_error:
        return "a value does not fit: " + (details.sqlstate == "22P05"
                                               ? "a character that the database's encoding lacks"
                                               : without_values(server_says));
    case error_class::statement_error: return statement_message(details, server_says);
    default: return constraint_message(kind, details, server_says);
    }
}

/// What stands in quotes behind `word`, or nothing.
std::string name_behind(std::string_view word, std::string_view message) {
    const std::string opening = std::string{word} + " \"";
    const std::size_t at = message.find(opening);
    const std::string_view rest =
        at == std::string_view::npos ? std::string_view{} : message.substr(at + opening.size());
    return std::string{rest.substr(0, std::min(rest.find('"'), rest.size()))};
}

/// The names in an English message about a constraint, for lack of the fields that libpq has and SOCI does not show:
/// `insert or update on table "t" violates foreign key constraint "f"`, `null value in column "c" of relation "t"`.
error_details names_in(std::string_view message) {
    error_details details;
    details.constraint = name_behind("constraint", message);
    details.column = name_behind("column", message);
    details.table = name_behind("table", message);
    if (details.table.empty()) {
        details.table = name_behind("relation", message);
    }
    return details;
}

failure compose(const PGconn* native, error_details details, std::string_view server_says) {
    failure found;
    const bool broken = native == nullptr || PQstatus(native) == CONNECTION_BAD;
    found.kind = broken ? error_class::connection_lost : class_of(details.sqlstate);
    details.connection_is_usable = found.kind != error_class::connection_lost;
    // Which of the bytes sent the server has read is not known, whatever it said before it closed.
    details.outcome_is_unknown = native != nullptr && !details.connection_is_usable;
    found.message = message_for(found.kind, details, server_says);
    found.details = std::move(details);
    return found;
}

/// What SOCI and libpq say when there is no connection: `connection to server at "localhost", port 5432 failed: …`.
failure explain_refusal(std::string_view said) {
    constexpr std::string_view of_soci = "Cannot establish connection to the database. ";
    if (said.starts_with(of_soci)) {
        said.remove_prefix(of_soci.size());
    }
    failure found;
    found.kind = error_class::connection_lost;
    found.details.connection_is_usable = false;
    found.message =
        "cannot connect to PostgreSQL: " + std::string{said} + "; check the connection string and the server";
    return found;
}

}  // namespace

error_class class_of(std::string_view sqlstate) noexcept {
    if (sqlstate.starts_with("23")) {
        return class_of_constraint(sqlstate);
    }
    if (sqlstate.starts_with("08") || contains(farewells, sqlstate)) {
        return error_class::connection_lost;
    }
    if (sqlstate == "40001" || sqlstate == "40P01") {
        return error_class::transaction_conflict;
    }
    if (sqlstate == "55P03" || sqlstate == "57014") {  // lock_timeout and NOWAIT; statement_timeout and cancel
        return error_class::timeout;
    }
    return contains(misfits, sqlstate) ? error_class::mapping_error : error_class::statement_error;
}

failure explain_result(const PGconn* native, const PGresult* failed, std::string_view statement) {
    error_details details;
    details.sqlstate = field(failed, PG_DIAG_SQLSTATE);
    details.constraint = field(failed, PG_DIAG_CONSTRAINT_NAME);
    details.table = field(failed, PG_DIAG_TABLE_NAME);
    details.column = field(failed, PG_DIAG_COLUMN_NAME);
    details.statement = statement;
    // The primary message only: the detail of a unique violation is the row.
    std::string server_says = field(failed, PG_DIAG_MESSAGE_PRIMARY);
    if (server_says.empty()) {
        server_says = first_line(PQerrorMessage(native));
    }
    return compose(native, std::move(details), server_says);
}

failure explain_thrown(const PGconn* native, const std::exception& thrown) {
    auto [sqlstate, message] = complaint_of(thrown);
    if (!sqlstate.empty()) {
        // "Cannot execute query. ERROR:  primary message\nDETAIL: values"
        const std::size_t marker = message.find(":  ");
        message = std::string{first_line(message).substr(marker == std::string::npos ? 0 : marker + 3)};
    }
    // A failure to connect spans lines: SOCI's sentence, then libpq's for each host.
    message.resize(message.find_last_not_of('\n') + 1);
    std::replace(message.begin(), message.end(), '\n', ' ');
    if (native == nullptr) {
        return explain_refusal(message);
    }
    error_details details = sqlstate.starts_with("23") ? names_in(message) : error_details{};
    details.sqlstate = std::move(sqlstate);
    return compose(native, std::move(details), message);
}

void throw_failure(failure found) {
    throw_error(found.kind, found.message, std::move(found.details));
}

void throw_result(const PGconn* native, const PGresult* failed, std::string_view statement) {
    throw_failure(explain_result(native, failed, statement));
}

}  // namespace aludel::postgresql
