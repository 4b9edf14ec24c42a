// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <vector>

#include <mysql.h>

#include "server_facts.hpp"

namespace aludel::mysql {

/// The driver's connection, and which statement is reading rows off it. While rows wait on the wire nothing may be
/// closed: mysql_stmt_close and mysql_stmt_free_result look at the state of the connection and not of the statement,
/// and would throw away the rows of the one that is reading (Connector/C 3.3, mariadb_stmt.c).
class wire {
public:
    explicit wire(MYSQL* handle) noexcept
        : handle_{handle}, server_{server_version::parse(mysql_get_server_info(handle))} {}
    wire(const wire&) = delete;
    wire& operator=(const wire&) = delete;
    ~wire();

    [[nodiscard]] MYSQL* handle() const noexcept { return handle_; }
    [[nodiscard]] server_version server() const noexcept { return server_; }

    /// Throws usage_error while a streamed result is being read.
    void require_idle(std::string_view statement) const;
    [[nodiscard]] bool is_idle() const noexcept { return reader_ == nullptr; }

    void begin_stream(const MYSQL_STMT* reader) noexcept { reader_ = reader; }
    void end_stream() noexcept;

    /// Closes the statement: now, or when the wire is idle.
    void retire(MYSQL_STMT* statement) noexcept;

    /// The lowest number that no other open bulk writer on this connection has; to be given back.
    std::size_t take_writer_number();
    void give_back_writer_number(std::size_t number) noexcept { taken_writer_numbers_[number] = false; }

private:
    MYSQL* handle_;
    server_version server_;
    const MYSQL_STMT* reader_ = nullptr;
    std::vector<MYSQL_STMT*> retired_;
    std::vector<bool> taken_writer_numbers_;
};

}  // namespace aludel::mysql
