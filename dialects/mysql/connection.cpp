// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <aludel/error.hpp>

#include "bulk_writer.hpp"
#include "errors.hpp"
#include "reservation_statement.hpp"
#include "sequence_writer.hpp"
#include "sequences.hpp"
#include "sql/key_sequence.hpp"
#include "statement.hpp"
#include "text_statement.hpp"

namespace aludel::mysql {

std::uint64_t run_on(MYSQL* handle, std::string_view sql) {
    return run_on(handle, sql, sql);
}

std::uint64_t run_on(MYSQL* handle, std::string_view sent, std::string_view sql) {
    if (mysql_real_query(handle, sent.data(), sent.size()) != 0) {
        throw_error_of(handle, sql);
    }
    // Now, because mysql_next_result forgets it.
    const std::uint64_t affected = mysql_field_count(handle) == 0 ? mysql_affected_rows(handle) : 0;
    int more = 0;
    while (more == 0) {
        // A procedure may answer with several results, and the last one must be read before anything else runs.
        mysql_free_result(mysql_store_result(handle));
        if (mysql_errno(handle) != 0) {
            throw_error_of(handle, sql);
        }
        more = mysql_next_result(handle);
    }
    if (more > 0) {
        throw_error_of(handle, sql);
    }
    return affected;
}

void run_watched(const wire& connection, statement_kind kind, std::string_view sql) {
    statement_watch watch{connection.watcher(), kind, sql};
    run_on(connection.handle(), sql);
    watch.end(0);
}

namespace {

using result_handle = std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)>;

/// All rows of a query.
result_handle result_of(MYSQL* handle, std::string_view sql) {
    if (mysql_real_query(handle, sql.data(), sql.size()) != 0) {
        throw_error_of(handle, sql);
    }
    result_handle result{mysql_store_result(handle), &mysql_free_result};
    if (result == nullptr) {
        throw_error_of(handle, sql);
    }
    return result;
}

std::uint64_t number_in(const char* digits) noexcept {
    std::uint64_t number = 0;
    const std::string_view text{digits == nullptr ? "" : digits};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::vector<std::uint64_t> read_numbers(MYSQL* handle, std::string_view sql) {
    const result_handle result = result_of(handle, sql);
    const MYSQL_ROW row = mysql_fetch_row(result.get());
    if (row == nullptr) {
        throw_error_of(handle, sql);
    }
    std::vector<std::uint64_t> numbers(mysql_num_fields(result.get()));
    std::transform(row, row + numbers.size(), numbers.begin(), number_in);
    return numbers;
}

std::vector<std::uint64_t> read_column(MYSQL* handle, std::string_view sql) {
    const result_handle result = result_of(handle, sql);
    std::vector<std::uint64_t> numbers;
    while (const MYSQL_ROW row = mysql_fetch_row(result.get())) {
        numbers.push_back(number_in(row[0]));
    }
    return numbers;
}

std::vector<std::uint64_t> read_numbers_watched(const wire& connection, std::string_view sql) {
    statement_watch watch{connection.watcher(), statement_kind::plain, sql};
    std::vector<std::uint64_t> numbers = read_numbers(connection.handle(), sql);
    watch.end(1);
    return numbers;
}

std::unique_ptr<aludel::statement> native_connection::prepare(std::string_view sql, std::span<const value_kind> kinds) {
    constexpr int cannot_be_prepared = 1295;  // ER_UNSUPPORTED_PS
    if (is_reservation(sql) && kinds.size() == 1 && sql::is_integer(kinds.front())) {
        return std::make_unique<reservation_statement>(wire_, sql);
    }
    try {
        return std::make_unique<prepared_statement>(wire_, facts_, sql);
    } catch (const statement_error& refused) {
        if (refused.native_code() != cannot_be_prepared || !kinds.empty()) {
            throw;
        }
    }
    return std::make_unique<text_statement>(wire_, sql);
}

void native_connection::run(std::string_view sql) {
    wire_.require_idle(sql);
    require_fitting(sql.size(), facts_, "a statement", {});
    run_on(wire_.handle(), sql);
}

std::unique_ptr<bulk_writer> native_connection::open_bulk_writer(const bulk_plan& plan) {
    wire_.require_idle({});
    wire_.watch(watcher());
    if (plan.operation == bulk_operation::insert && plan.on_stored && !touches_sequence(facts_, plan)) {
        // It is a session variable, which Galera moves with the size of the cluster.
        facts_.generated_key_step = read_numbers_watched(wire_, "select @@auto_increment_increment").front();
    }
    return mysql::open_bulk_writer({wire_, facts_, spell_, plan});
}

bool native_connection::is_alive() noexcept {
    // SOCI leaves reconnecting off unless asked for, so that a ping cannot hide a lost transaction.
    return wire_.is_idle() && mysql_ping(wire_.handle()) == 0;
}

session_reset native_connection::reset_session() {
    // COM_RESET_CONNECTION: MySQL 5.7.3 (dev.mysql.com/doc/refman/5.7/en/mysql-reset-connection.html), MariaDB 10.2.4
    // (mariadb.com/kb/en/com_reset_connection). It keeps the default database as USE has moved it.
    if (!wire_.server().at_least(10'02'04, 5'07'03) || !wire_.is_idle()) {
        return session_reset::impossible;
    }
    if (mysql_reset_connection(wire_.handle()) != 0 ||
        (!database_.empty() && mysql_select_db(wire_.handle(), database_.c_str()) != 0)) {
        throw_error_of(wire_.handle(), {});
    }
    return session_reset::statements_are_gone;
}

void native_connection::leave_to_parent() noexcept {
    // mysql_close would send COM_QUIT, dev.mysql.com/doc/c-api/8.0/en/mysql-close.html.
    ::close(mysql_get_socket(wire_.handle()));
}

}  // namespace aludel::mysql
