// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <mysql.h>

#include <aludel/dialect/statement_event.hpp>
#include <aludel/dialect/tls_mode.hpp>

#include "server_facts.hpp"

namespace aludel::mysql {

/// How bulk inserts may travel; see open_bulk_writer.
enum class bulk_path : std::uint8_t { best, load_data, values };

/// What the connection string says beside where to connect.
struct connection_settings {
    bool sends_files = false;  ///< LOAD DATA LOCAL may read the files that it names
    aludel::mysql::bulk_path bulk_path = aludel::mysql::bulk_path::best;
    tls_mode tls = tls_mode::unsaid;
};

/// As the server said last.
bool in_transaction(MYSQL* handle) noexcept;

/// Lets the server say it anew behind an error, with which it says nothing: it may have ended the transaction. Forgets
/// the connection's last error.
void refresh_status(MYSQL* handle) noexcept;

/// A result whose rows come off the wire one by one, as long as nothing else needs it.
class yielding_reader {
public:
    /// Takes what is left off the wire, which is idle then. False: it cannot. Throws the classified error.
    virtual bool yield() = 0;

protected:
    ~yielding_reader() = default;
};

/// The driver's connection, and which statement is reading rows off it. While rows wait on the wire nothing may be
/// closed: mysql_stmt_close and mysql_stmt_free_result look at the state of the connection and not of the statement,
/// and would throw away the rows of the one that is reading (Connector/C 3.3, mariadb_stmt.c).
class wire {
public:
    wire(MYSQL* handle, const connection_settings& settings) noexcept
        : handle_{handle}, server_{server_version::parse(mysql_get_server_info(handle))}, settings_{settings} {}
    wire(const wire&) = delete;
    wire& operator=(const wire&) = delete;
    ~wire();

    [[nodiscard]] MYSQL* handle() const noexcept { return handle_; }
    [[nodiscard]] server_version server() const noexcept { return server_; }

    /// As the server said last.
    [[nodiscard]] bool in_transaction() const noexcept { return mysql::in_transaction(handle_); }
    /// Whether the server has hung up while nothing was asked of it. It may have said why, which it does unasked only
    /// then.
    [[nodiscard]] bool was_closed_by_server() const noexcept;
    [[nodiscard]] bulk_path chosen_bulk_path() const noexcept { return settings_.bulk_path; }
    [[nodiscard]] bool sends_files() const noexcept { return settings_.sends_files; }

    /// What the server, or the driver, does not allow is not tried again.
    [[nodiscard]] bool refuses_load_data() const noexcept { return refuses_load_data_; }
    void refuse_load_data() noexcept { refuses_load_data_ = true; }
    /// Nor temporary tables: without the right to (1044), in a transaction under enforce_gtid_consistency (1787),
    /// without a primary key under sql_require_primary_key (3750).
    [[nodiscard]] bool refuses_temporary_tables() const noexcept { return refuses_temporary_tables_; }
    void refuse_temporary_tables() noexcept { refuses_temporary_tables_ = true; }

    /// Who is told of what bulk writers run, or null.
    void watch(const statement_handler* told) noexcept { watcher_ = told; }
    [[nodiscard]] const statement_handler* watcher() const noexcept { return watcher_; }

    /// Throws usage_error while a streamed result is being read, or a load runs. Before a statement.
    void require_idle(std::string_view statement);
    [[nodiscard]] bool is_idle() const noexcept { return reader_ == nullptr && !is_loading_; }

    /// While it lives, a load is on the wire, and no other statement may be.
    class occupation {
    public:
        explicit occupation(wire& of) noexcept : of_{of} { of_.is_loading_ = true; }
        occupation(const occupation&) = delete;
        occupation& operator=(const occupation&) = delete;
        ~occupation() { of_.is_loading_ = false; }

    private:
        wire& of_;
    };

    /// `yielding`: the reader, if it can do without the wire when that is needed.
    void begin_stream(const MYSQL_STMT* reader, yielding_reader* yielding) noexcept {
        reader_ = reader;
        yielding_ = yielding;
    }
    void end_stream() noexcept;

    /// Closes the statement: now, or when the wire is idle again, before the next statement at the latest.
    void retire(MYSQL_STMT* statement) noexcept;

    /// The lowest number that no other open bulk writer on this connection has; to be given back.
    std::size_t take_writer_number();
    void give_back_writer_number(std::size_t number) noexcept { taken_writer_numbers_[number] = false; }

private:
    void close_retired() noexcept;

    MYSQL* handle_;
    server_version server_;
    connection_settings settings_;
    const MYSQL_STMT* reader_ = nullptr;
    yielding_reader* yielding_ = nullptr;
    bool is_loading_ = false;
    bool refuses_load_data_ = false;
    bool refuses_temporary_tables_ = false;
    const statement_handler* watcher_ = nullptr;
    std::vector<MYSQL_STMT*> retired_;
    std::vector<bool> taken_writer_numbers_;
};

}  // namespace aludel::mysql
