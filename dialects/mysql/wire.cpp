// SPDX-License-Identifier: BSL-1.0
#include "wire.hpp"

#include <algorithm>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include <aludel/error.hpp>

namespace aludel::mysql {

bool in_transaction(MYSQL* handle) noexcept {
    unsigned int status = 0;
    mariadb_get_infov(handle, MARIADB_CONNECTION_SERVER_STATUS, &status);
    return (status & SERVER_STATUS_IN_TRANS) != 0;
}

namespace {

// Behind a rollback of its own MySQL lets the next statement begin a transaction in secret, as it would under
// autocommit = 0 (5.6.24; trans_rollback_implicit() in its sql/transaction.cc says that this is "to preserve backward
// compatibility"; MariaDB 10.11 does not): what stood alone from then on would wait for a commit that nobody sends.
void end_implied_transaction(MYSQL* handle) noexcept {
    constexpr std::string_view rollback = "rollback";
    const auto rolled_back = [&] {
        return mysql_real_query(handle, rollback.data(), rollback.size()) == 0;
    };
    if (!in_transaction(handle) && !rolled_back() && !rolled_back()) {
        ::shutdown(mysql_get_socket(handle), SHUT_RDWR);  // better no connection than one that keeps nothing
    }
}

}  // namespace

// An ERR packet has no status (mariadb.com/kb/en/err_packet), and of the answer to mysql_ping Connector/C 3.3 does not
// read it.
void refresh_status(MYSQL* handle) noexcept {
    constexpr std::string_view nothing = "do 0";
    // Twice: the first may be what a KILL QUERY ends that was meant for the statement before.
    for (int tries = 0; tries < 2 && in_transaction(handle); ++tries) {
        if (mysql_real_query(handle, nothing.data(), nothing.size()) == 0) {
            end_implied_transaction(handle);
            return;
        }
    }
}

wire::~wire() {
    end_stream();
}

bool wire::was_closed_by_server() const noexcept {
    pollfd waiting{static_cast<int>(mysql_get_socket(handle_)), POLLIN, 0};
    return is_idle() && ::poll(&waiting, 1, 0) > 0;
}

void wire::require_idle(std::string_view statement) {
    if (yielding_ != nullptr && std::exchange(yielding_, nullptr)->yield()) {
        return;
    }
    if (is_loading_) {
        throw usage_error{"the connection is busy with a bulk load that is reading this row; a codec of a field cannot "
                          "use the session that loads it",
                          {.statement = std::string{statement}}};
    }
    if (!is_idle()) {
        throw usage_error{"the connection is busy with a streamed result; read it to its end or close it before "
                          "another statement runs, or read the other result buffered",
                          {.statement = std::string{statement}}};
    }
    close_retired();  // by a load's rows: not at its end, where closing would forget what the server said of it
}

void wire::end_stream() noexcept {
    reader_ = nullptr;
    yielding_ = nullptr;
    close_retired();
}

void wire::close_retired() noexcept {
    for (MYSQL_STMT* const statement : std::exchange(retired_, {})) {
        mysql_stmt_close(statement);
    }
}

void wire::retire(MYSQL_STMT* statement) noexcept {
    if (is_idle()) {
        mysql_stmt_close(statement);
    } else {
        retired_.push_back(statement);
    }
}

std::size_t wire::take_writer_number() {
    const auto free = std::find(taken_writer_numbers_.begin(), taken_writer_numbers_.end(), false);
    const auto number = static_cast<std::size_t>(free - taken_writer_numbers_.begin());
    if (number == taken_writer_numbers_.size()) {
        taken_writer_numbers_.push_back(false);
    }
    taken_writer_numbers_[number] = true;
    return number;
}

}  // namespace aludel::mysql
