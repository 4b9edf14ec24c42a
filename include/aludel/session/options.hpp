// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <aludel/dialect/statement_event.hpp>
#include <aludel/dialect/transaction_options.hpp>
#include <aludel/session/connection_event.hpp>

namespace aludel {

/// When a connection is asked whether its server is still there, before it is lent: a round trip.
enum class health_check : std::uint8_t {
    off,       ///< never: the first statement on a connection that is gone tells
    on_error,  ///< after five seconds of idleness, and once after another connection of the engine was lost
    always,    ///< each time
};

/// What is undone when a session ends, before its connection is lent again.
enum class reset_policy : std::uint8_t {
    transaction,  ///< a transaction that is still open is rolled back: nothing is sent where there is none
    /// Also what the session has set, locked, listens to, and its temporary tables. Costs two round trips or three;
    /// where the database has no way to do that, the connection is closed and the next session gets a fresh one.
    everything,
};

/// How an engine behaves. Every option but the callbacks may also stand in the connection string, under its name;
/// times are given there in milliseconds. The connection string wins.
struct engine_options {
    std::size_t pool_size = 8;                          ///< connections at most
    std::chrono::milliseconds acquire_timeout{30'000};  ///< longest wait for a free connection
    std::chrono::milliseconds connect_timeout{10'000};  ///< rounded up to seconds where the client library counts so
    /// The longest that a statement may take: `session::set_statement_timeout`; 0: any time.
    std::chrono::milliseconds statement_timeout{0};
    std::size_t statement_cache = 128;  ///< prepared statements kept per connection; 0: none
    std::string application_name{};     ///< shown in the server's list of connections
    bool native_path = true;            ///< false: everything through SOCI's own interface
    aludel::health_check health_check = aludel::health_check::on_error;
    /// No connection is lent at a greater age; 0: any age. Each ends up to a tenth earlier, so that not all end at
    /// once.
    std::chrono::milliseconds max_lifetime{0};
    /// A connection that was idle for longer is closed: not at that moment, but when one is lent or comes back; 0:
    /// never.
    std::chrono::milliseconds max_idle_time{0};
    reset_policy reset = reset_policy::transaction;
    /// Statements that take at least this long are marked as slow for `on_statement`; 0: none is.
    std::chrono::milliseconds slow_statement{0};
    /// Called after each statement, from the thread that runs it; what it throws is lost. Not told are what is sent to
    /// prepare a statement and what settles or checks a connection. On a database without a wire, a statement that a
    /// bulk load runs for row after row is told once.
    statement_handler on_statement{};
    /// Called when a connection was opened, could not be opened, or was closed, from the thread in which it happens,
    /// while no lock is held; what it throws is lost.
    connection_handler on_connection{};
};

/// How `engine::transaction` runs its work.
struct work_options {
    aludel::isolation isolation = aludel::isolation::standard;
    aludel::access access = aludel::access::read_write;
    unsigned attempts = 1;  ///< times the work is run at most, again after a transaction_conflict only
};

}  // namespace aludel
