// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include <aludel/dialect/statement_event.hpp>
#include <aludel/dialect/transaction_options.hpp>

namespace aludel {

/// How an engine behaves. Every option but the callback may also stand in the connection string, under its name;
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
    /// Called after each statement, from the thread that runs it; what it throws is lost. Not told are what is sent to
    /// prepare a statement and what settles or checks a connection. On a database without a wire, a statement that a
    /// bulk load runs for row after row is told once.
    statement_handler on_statement{};
};

/// How `engine::transaction` runs its work.
struct work_options {
    aludel::isolation isolation = aludel::isolation::standard;
    aludel::access access = aludel::access::read_write;
    unsigned attempts = 1;  ///< times the work is run at most, again after a transaction_conflict only
};

}  // namespace aludel
