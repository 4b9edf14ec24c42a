// SPDX-License-Identifier: BSL-1.0
#include "opening.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <sqlite3.h>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "settings.hpp"

namespace aludel::sqlite {
namespace {

int remember_text(void* text, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr) {
        *static_cast<std::string*>(text) = values[0];
    }
    return 0;
}

/// Runs a pragma and returns the first value of its last row. `result` is SQLite's code.
std::string try_pragma(::sqlite3* handle, const std::string& sql, int& result) {
    std::string answer;
    result = ::sqlite3_exec(handle, sql.c_str(), remember_text, &answer, nullptr);
    return answer;
}

std::string run_pragma(::sqlite3* handle, const std::string& sql) {
    int result = SQLITE_OK;
    std::string answer = try_pragma(handle, sql, result);
    if (result != SQLITE_OK) {
        throw_opening_error(handle, sql);
    }
    return answer;
}

/// When two connections switch a new file to WAL at once, one gets SQLITE_BUSY without its busy handler being asked
/// (3.40.1, eight threads: 51 of 2400 tries), so the waiting is done here.
std::string switch_journal_mode(::sqlite3* handle, const std::string& mode) {
    using clock = std::chrono::steady_clock;
    const auto deadline = clock::now() + std::chrono::milliseconds{std::stoi(setting_of(handle, "busy_timeout"))};
    const std::string sql = "pragma journal_mode=" + mode;
    while (true) {
        int result = SQLITE_OK;
        std::string reached = try_pragma(handle, sql, result);
        if (result == SQLITE_OK) {
            return reached;
        }
        if (result != SQLITE_BUSY || clock::now() >= deadline) {
            throw_opening_error(handle, sql);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
}

void settle_journal_mode(::sqlite3* handle) {
    const bool was_given = given_setting(handle, "journal_mode") != nullptr;
    const std::string mode = setting_of(handle, "journal_mode");
    const std::string present = run_pragma(handle, "pragma journal_mode");
    const bool can_be_left = !was_given && ::sqlite3_db_readonly(handle, "main") == 1;
    if (present == mode || present == "memory" || can_be_left) {
        return;
    }
    const std::string reached = switch_journal_mode(handle, mode);
    if (reached != mode) {
        throw usage_error{"SQLite keeps journal_mode " + reached + " where " + mode +
                          " is asked for: its file system or build does not allow it; say journal_mode=" + reached +
                          " in the connection string"};
    }
}

void refuse_unwritable(::sqlite3* handle) {
    const char* path = ::sqlite3_db_filename(handle, "main");
    // SQLite opens a file it may not write read-only and says so only at the first change.
    if (setting_of(handle, "mode") != "ro" && ::sqlite3_db_readonly(handle, "main") == 1) {
        error_details details;
        details.native_code = SQLITE_READONLY;
        details.connection_is_usable = false;
        throw connection_lost{"the SQLite database \"" + std::string{path} +
                                  "\" may not be written by this process; give it the permission, or say mode=ro in "
                                  "the connection string",
                              std::move(details)};
    }
}

void set_pragma(::sqlite3* handle, const char* name) {
    run_pragma(handle, std::string{"pragma "} + name + '=' + setting_of(handle, name));
}

}  // namespace

void apply_settings(::sqlite3* handle) {
    ::sqlite3_busy_timeout(handle, std::stoi(setting_of(handle, "busy_timeout")));
    // A misspelt column in double quotes is an error, not a string: SQLITE_DBCONFIG_DQS_*, SQLite 3.29 (2019-07).
    ::sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    ::sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    refuse_unwritable(handle);
    settle_journal_mode(handle);
    set_pragma(handle, "synchronous");
    set_pragma(handle, "foreign_keys");
    set_pragma(handle, "cache_size");
    // LIKE compares as on the other databases; the pragma is this connection's, and not the file's.
    run_pragma(handle, "pragma case_sensitive_like=1");
}

}  // namespace aludel::sqlite
