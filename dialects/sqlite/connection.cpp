// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <sqlite3.h>

#include <aludel/error.hpp>

#include "begin.hpp"
#include "bulk_writer.hpp"
#include "errors.hpp"
#include "statement.hpp"

namespace aludel::sqlite {

std::unique_ptr<aludel::statement> connection::prepare(std::string_view sql, std::span<const value_kind>) {
    return std::make_unique<statement>(*this, sql);
}

void connection::run_text(const std::string& sql) {
    if (::sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw_last_error(handle_, sql);
    }
}

void connection::run(std::string_view sql) {
    leave_ended_read_only_transaction();
    run_text(std::string{sql});
    if (sql == begin_read_only) {
        run_text("pragma query_only=1");
        is_read_only_ = true;
    }
    leave_ended_read_only_transaction();
}

std::unique_ptr<bulk_writer> connection::open_bulk_writer(const bulk_plan& plan) {
    leave_ended_read_only_transaction();
    if (!bulk_) {
        bulk_ = std::make_unique<bulk_support>(handle_, sql::target{spell_, facts_.syntax});
    }
    bulk_->watcher = watcher();
    return make_bulk_writer(*bulk_, plan);
}

void connection::leave_ended_read_only_transaction() {
    if (is_read_only_ && !in_transaction()) {
        is_read_only_ = false;
        run_text("pragma query_only=0");
    }
}

void connection::require_own_file(std::string_view sql) {
    if (!is_alive()) {
        failure explained = explain_code(SQLITE_READONLY_DBMOVED, {}, sql);
        throw_error(explained.kind, explained.message, std::move(explained.details));
    }
}

bool connection::in_transaction() const noexcept {
    return ::sqlite3_get_autocommit(handle_) == 0;
}

bool connection::is_alive() noexcept {
    // There is no server; but a file that was moved or replaced is lost to this connection.
    int has_moved = 0;
    const int result = ::sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    return result != SQLITE_OK || has_moved == 0;
}

}  // namespace aludel::sqlite
