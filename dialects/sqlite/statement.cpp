// SPDX-License-Identifier: BSL-1.0
#include "statement.hpp"

#include <sqlite3.h>

#include <aludel/error.hpp>

#include "column_value.hpp"
#include "connection.hpp"
#include "errors.hpp"

namespace aludel::sqlite {
namespace {

[[noreturn]] void refuse_text(std::string_view message, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw usage_error{std::string{message}, std::move(details)};
}

prepared_statement prepare_next(::sqlite3* handle, std::string_view sql, std::string_view& rest) {
    ::sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    const int result = ::sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                            &prepared, &tail);
    if (result != SQLITE_OK) {
        throw_last_error(handle, sql);
    }
    rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
    return prepared_statement{prepared};
}

std::uint64_t rows_changed_last(::sqlite3* handle) {
#if SQLITE_VERSION_NUMBER >= 3037000  // sqlite3_changes64: 3.37 (2021-11)
    return static_cast<std::uint64_t>(::sqlite3_changes64(handle));
#else
    return static_cast<std::uint64_t>(::sqlite3_changes(handle));
#endif
}

}  // namespace

void finalize::operator()(::sqlite3_stmt* statement) const noexcept {
    ::sqlite3_finalize(statement);
}

prepared_statement prepare_one(::sqlite3* handle, std::string_view sql) {
    if (sql.find('\0') != std::string_view::npos) {  // SQLite would take it for the end
        refuse_text("the text of a statement cannot hold a NUL character; hand the value over as a parameter", sql);
    }
    std::string_view rest;
    prepared_statement only = prepare_next(handle, sql, rest);
    if (!only) {
        refuse_text("the text holds no statement", sql);
    }
    // What is left may be blanks, comments and semicolons only. A text that does not parse is more than that too.
    while (!rest.empty()) {
        ::sqlite3_stmt* further = nullptr;
        const char* tail = nullptr;
        const int result = ::sqlite3_prepare_v2(handle, rest.data(), static_cast<int>(rest.size()), &further, &tail);
        ::sqlite3_finalize(further);
        if (result != SQLITE_OK || further != nullptr) {
            refuse_text("a prepared statement is one statement, but the text goes on behind it; run them one by one",
                        sql);
        }
        rest = rest.substr(static_cast<std::size_t>(tail - rest.data()));
    }
    return only;
}

statement::statement(connection& owner, std::string_view sql)
    : owner_{&owner}, sql_{sql}, prepared_{prepare_one(owner.handle(), sql_)},
      changes_data_{::sqlite3_stmt_readonly(prepared_.get()) == 0}, binder_{::sqlite3_bind_parameter_count(
                                                                        prepared_.get())} {}

void statement::execute(std::span<const value_view> parameters, fetch) {
    close();
    owner_->leave_ended_read_only_transaction();
    if (changes_data_ && !owner_->in_transaction()) {
        owner_->require_own_file(sql_);
    }
    affected_rows_ = 0;
    generated_key_ = 0;
    binder_.bind(prepared_.get(), parameters, sql_);
    stage_ = stage::done;  // until a row is there
    if (advance()) {
        stage_ = stage::first_row_waits;
    }
}

/// Whether a row is there.
bool statement::advance() {
    const int total_before = changes_data_ ? ::sqlite3_total_changes(owner_->handle()) : 0;
    const int result = ::sqlite3_step(prepared_.get());
    if (result == SQLITE_ROW) [[likely]] {
        return true;
    }
    finish(result, total_before);
    return false;
}

void statement::finish(int result, int total_before) {
    if (result != SQLITE_DONE) {
        failure explained = explain_last_error(owner_->handle(), sql_);
        close();
        throw_error(explained.kind, explained.message, std::move(explained.details));
    }
    stage_ = stage::done;
    if (changes_data_) {
        count_changes(total_before);
    }
}

bool statement::step() {
    if (stage_ == stage::in_rows) [[likely]] {
        return advance();
    }
    const bool first_waits = stage_ == stage::first_row_waits;
    stage_ = first_waits ? stage::in_rows : stage_;
    return first_waits;
}

void statement::count_changes(int total_before) {
    ::sqlite3* handle = owner_->handle();
    // DDL leaves the count of the statement before it in place (seen on 3.40.1), but adds nothing to the total.
    if (::sqlite3_total_changes(handle) != total_before) {
        affected_rows_ = rows_changed_last(handle);
        generated_key_ = affected_rows_ == 0 ? 0 : static_cast<std::uint64_t>(::sqlite3_last_insert_rowid(handle));
    }
}

std::size_t statement::column_count() const {
    return static_cast<std::size_t>(::sqlite3_column_count(prepared_.get()));
}

std::string_view statement::column_name(std::size_t column) const {
    const char* name = ::sqlite3_column_name(prepared_.get(), static_cast<int>(column));
    return name == nullptr ? std::string_view{} : std::string_view{name};
}

inline void statement::read_columns(std::span<value_view> row) noexcept {
    ::sqlite3_stmt* const prepared = prepared_.get();
    for (std::size_t i = 0; i < row.size(); ++i) {
        read_column(prepared, static_cast<int>(i), i < expected_.size() ? expected_[i] : value_kind::null, row[i]);
    }
}

void statement::read(std::span<value_view> row) {
    read_columns(row);
}

bool statement::next(std::span<value_view> row) {
    if (!step()) {
        return false;
    }
    read_columns(row);
    return true;
}

void statement::close() noexcept {
    if (stage_ != stage::closed) {
        ::sqlite3_reset(prepared_.get());  // also after an error, or nothing can be bound any more
        stage_ = stage::closed;
    }
}

}  // namespace aludel::sqlite
