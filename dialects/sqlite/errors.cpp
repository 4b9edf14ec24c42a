// SPDX-License-Identifier: BSL-1.0
#include "errors.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <sqlite3.h>

#include "dialect/server_words.hpp"
#include "native_handle.hpp"
#include "uri.hpp"

namespace aludel::sqlite {
namespace {

constexpr int primary_code(int extended) {
    return extended & 0xff;
}

/// SQLite's message without what may be a value: quoted words and unknown names that the statement's text does not
/// hold, as in `bad JSON path: 'x'` or FTS5's `no such column: x`.
std::string without_values(std::string_view said, std::string_view sql) {
    if (said.starts_with("no such ") && said.find(": ") != std::string_view::npos) {
        const std::size_t name = said.find(": ") + 2;
        const bool is_known = sql.find(said.substr(name)) != std::string_view::npos;
        return std::string{is_known ? said : said.substr(0, name - 2)};
    }
    return without_unsaid_words(said, sql);
}

/// What stands behind "… constraint failed: ": "users.email", "t.a, t.b", "index 'name'" or a CHECK's name.
std::string_view named_in(std::string_view said) {
    constexpr std::string_view marker = " constraint failed: ";
    const std::size_t at = said.find(marker);
    return at == std::string_view::npos ? std::string_view{} : said.substr(at + marker.size());
}

/// Takes table, column and constraint out of "users.email" or "t.a, t.b".
void take_columns(error_details& details, std::string_view named) {
    if (named.starts_with("index '") && named.ends_with('\'')) {  // a unique index over expressions
        details.constraint = named.substr(7, named.size() - 8);
        return;
    }
    details.constraint = named;
    const std::size_t dot = named.find('.');
    if (dot == std::string_view::npos) {
        return;
    }
    details.table = named.substr(0, dot);
    if (named.find(", ") == std::string_view::npos) {
        details.column = named.substr(dot + 1);
    }
}

void explain_unique(failure& explained, std::string_view said) {
    explained.kind = error_class::unique_violation;
    take_columns(explained.details, named_in(said));
    const std::string& key = explained.details.constraint;
    explained.message = "another row has the same value in the unique key " + (key.empty() ? "of the table" : key) +
                        "; change that row, or give another value";
}

void explain_foreign_key(failure& explained) {
    explained.kind = error_class::foreign_key_violation;
    // SQLite does not say which: sqlite.org/foreignkeys.html
    explained.message = "a foreign key is violated: the row refers to one that does not exist, or other rows still "
                        "refer to the one that was removed or got another key";
}

void explain_not_null(failure& explained, std::string_view said) {
    explained.kind = error_class::not_null_violation;
    take_columns(explained.details, named_in(said));
    explained.details.constraint.clear();
    explained.message = std::string{named_in(said)} + " cannot be NULL; give it a value";
}

void explain_check(failure& explained, std::string_view said) {
    explained.kind = error_class::check_violation;
    explained.details.constraint = named_in(said);
    explained.message = "the row breaks the check " + explained.details.constraint + "; change its values";
}

void explain_trigger(failure& explained, std::string_view said, std::string_view sql) {
    // The one place that looks at the text: ON DELETE RESTRICT is a trigger inside SQLite and has the code of a user's
    // RAISE() (fkey.c, fkActionTrigger); only the constant message tells them apart.
    if (said == "FOREIGN KEY constraint failed") {
        explain_foreign_key(explained);
        return;
    }
    explained.kind = error_class::constraint_violation;
    explained.message = "a trigger refused the change: " + without_values(said, sql);
}

void explain_constraint(failure& explained, int code, std::string_view said, std::string_view sql) {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return explain_unique(explained, said);
    case SQLITE_CONSTRAINT_FOREIGNKEY: return explain_foreign_key(explained);
    case SQLITE_CONSTRAINT_NOTNULL: return explain_not_null(explained, said);
    case SQLITE_CONSTRAINT_CHECK: return explain_check(explained, said);
    case SQLITE_CONSTRAINT_TRIGGER: return explain_trigger(explained, said, sql);
    case SQLITE_CONSTRAINT | (12 << 8):  // SQLITE_CONSTRAINT_DATATYPE: STRICT tables, 3.37
        explained.kind = error_class::mapping_error;
        explained.message = "a value's type does not fit its column in a STRICT table: " + std::string{named_in(said)} +
                            "; change the struct or the table";
        return;
    default:
        explained.kind = error_class::constraint_violation;
        explained.message = "a constraint is violated: " + without_values(said, sql);
    }
}

void explain_waiting(failure& explained, int code) {
    if (code == SQLITE_BUSY_SNAPSHOT) {
        explained.kind = error_class::transaction_conflict;
        explained.message = "the transaction has read what another connection has changed since, so it cannot write; "
                            "roll it back and run it again";
        return;
    }
    explained.kind = error_class::timeout;
    explained.message = "the SQLite database stayed locked by another connection for longer than busy_timeout; keep "
                        "transactions short, or raise busy_timeout in the connection string";
}

void explain_read_only(failure& explained, int code) {
    if (code == SQLITE_READONLY_DBMOVED) {
        explained.kind = error_class::connection_lost;
        explained.details.connection_is_usable = false;
        explained.message = "the SQLite file was moved or removed since it was opened; open a new session";
        return;
    }
    explained.message = "nothing can be changed here: the transaction was begun as read_only, or the SQLite file is "
                        "open with mode=ro or may not be written by this process";
}

/// The file is to SQLite what the server is to others: what goes wrong with it ends the connection. Another file's
/// trouble does not, which ATTACH names.
void explain_file(failure& explained, std::string_view what, std::string_view sql) {
    explained.message = "the SQLite database " + std::string{what};
    constexpr std::string_view attach = "attach";
    sql.remove_prefix(std::min(sql.find_first_not_of(" \t\r\n"), sql.size()));
    const bool is_another =
        sql.size() > attach.size() && std::equal(attach.begin(), attach.end(), sql.begin(),
                                                 [](char wanted, char given) { return (given | 0x20) == wanted; });
    if (!is_another) {
        explained.kind = error_class::connection_lost;
        explained.details.connection_is_usable = false;
    }
}

/// Everything that is no constraint.
void explain_other(failure& explained, int code, std::string_view said, std::string_view sql) {
    switch (primary_code(code)) {
    case SQLITE_BUSY: return explain_waiting(explained, code);
    case SQLITE_READONLY: return explain_read_only(explained, code);
    case SQLITE_LOCKED:
        if (code == SQLITE_LOCKED_SHAREDCACHE) {
            return explain_waiting(explained, code);
        }
        explained.message = "another statement of the same session still reads the table; end it first";
        return;
    case SQLITE_INTERRUPT:
        explained.kind = error_class::timeout;
        explained.message = "the statement was interrupted by somebody else";
        return;
    case SQLITE_MISMATCH:
        explained.kind = error_class::mapping_error;
        explained.message = "a value does not fit an integer primary key: SQLite's keys are 64-bit integers with a "
                            "sign, up to 9223372036854775807";
        return;
    case SQLITE_RANGE:
    case SQLITE_TOOBIG:
        explained.kind = error_class::mapping_error;
        explained.message = "a value or the statement is too big for SQLite, or has too many parameters";
        return;
    case SQLITE_FULL:
        explained.message = "the disk is full, or a generated key would exceed 9223372036854775807";
        return;
    case SQLITE_IOERR:
        explain_file(explained, "could not be read or written; look at its disk, and open a new session", sql);
        // What is in the journal decides when the file is opened again.
        explained.details.outcome_is_unknown = explained.kind == error_class::connection_lost;
        return;
    case SQLITE_CANTOPEN:
        return explain_file(explained, "or its journal could not be opened; look at its directory and permissions",
                            sql);
    case SQLITE_CORRUPT:
        if (code == SQLITE_CORRUPT_VTAB) {  // what a virtual table made of its own tables
            explained.message = "a virtual table is damaged; rebuild it";
            return;
        }
        // Also what a connection sees of a file that somebody has written over.
        return explain_file(
            explained,
            "is damaged, or was replaced while it was open; open a new session, and where that does not "
            "help restore it from a backup",
            sql);
    case SQLITE_NOTADB: return explain_file(explained, "is a file of another kind; give another path", sql);
    default: explained.message = "SQLite refused the statement: " + without_values(said, sql);
    }
}

std::string reason_of(const open_failure& thrown, const std::filesystem::path& path) {
    std::error_code ignored;
    const std::filesystem::path directory = path.has_parent_path() ? path.parent_path() : ".";
    if (thrown.system_error() == EACCES || thrown.system_error() == EPERM) {
        return "no permission; let this process read and write the file and its directory";
    }
    if (!std::filesystem::is_directory(directory, ignored)) {
        return "its directory does not exist; create it first";
    }
    if (std::filesystem::is_directory(path, ignored)) {
        return "it is a directory; name a file in it";
    }
    if (!std::filesystem::exists(path, ignored)) {
        // Whatever kept SQLite from creating a file, the errno is that of its second try, to open it for reading.
        const bool may_create =
            thrown.uri().find("mode=r") == std::string::npos || thrown.uri().find("mode=rwc") != std::string::npos;
        return may_create ? "it cannot be created; let this process write its directory"
                          : "the file does not exist; create it, or let mode=rwc in the connection string do so";
    }
    return thrown.system_error() != 0 ? std::generic_category().message(thrown.system_error())
                                      : ::sqlite3_errstr(thrown.code());
}

}  // namespace

failure explain_code(int code, std::string_view said, std::string_view sql) {
    failure explained;
    explained.details.native_code = code;
    explained.details.statement = sql;
    if (primary_code(code) == SQLITE_CONSTRAINT) {
        explain_constraint(explained, code, said, sql);
    } else {
        explain_other(explained, code, said, sql);
    }
    return explained;
}

failure explain_opening(const open_failure& thrown) {
    failure explained;
    explained.kind = error_class::connection_lost;
    explained.details.native_code = thrown.code();
    explained.details.connection_is_usable = false;
    const std::string path = path_in(thrown.uri());
    explained.message = "cannot open the SQLite database \"" + path + "\": " + reason_of(thrown, path);
    return explained;
}

failure explain_last_error(::sqlite3* handle, std::string_view sql) {
    return explain_code(::sqlite3_extended_errcode(handle), ::sqlite3_errmsg(handle), sql);
}

void throw_last_error(::sqlite3* handle, std::string_view sql) {
    failure explained = explain_last_error(handle, sql);
    throw_error(explained.kind, explained.message, std::move(explained.details));
}

void throw_opening_error(::sqlite3* handle, std::string_view sql) {
    failure explained = explain_last_error(handle, sql);
    if (!explained.details.connection_is_usable) {
        explained.kind = error_class::connection_lost;
    }
    if (const char* path = ::sqlite3_db_filename(handle, "main"); path != nullptr && *path != '\0') {
        explained.message += " (" + std::string{path} + ')';
    }
    throw_error(explained.kind, explained.message, std::move(explained.details));
}

}  // namespace aludel::sqlite
