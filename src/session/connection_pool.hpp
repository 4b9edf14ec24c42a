// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include <aludel/dialect/dialect.hpp>
#include <aludel/session/options.hpp>

#include "running_work.hpp"
#include "statement_cache.hpp"
#include "statement_watchdog.hpp"

namespace aludel {

/// One connection that SOCI opened, with what the dialect made of it and its prepared statements.
struct pooled_connection {
    explicit pooled_connection(std::size_t statements);
    ~pooled_connection();

    std::unique_ptr<soci::session> raw;
    std::unique_ptr<connection> link;
    statement_cache statements;
    std::shared_ptr<running_work> work;  // once somebody wants to end what runs
    bool broken = false;
    std::uint64_t generation = 0;  // of the pool, when the server was last known to be there
    std::chrono::steady_clock::time_point idle_since{};
};

/// Opens connections as they are needed, up to `pool_size`, and lends them out. A connection that comes back is
/// rolled back; a broken one is thrown away and its place is free again. Thread safe.
class connection_pool {
public:
    connection_pool(connection_url url, engine_options options);
    ~connection_pool();

    /// Waits at most `acquire_timeout`, then throws timeout.
    std::unique_ptr<pooled_connection> lease();
    void give_back(std::unique_ptr<pooled_connection> returned) noexcept;

    /// Makes `leased.work`, once. Throws usage_error where the database has no way to end statements.
    void provide_work(pooled_connection& leased) const;

    [[nodiscard]] const aludel::dialect& dialect() const noexcept { return *dialect_; }
    [[nodiscard]] const engine_options& options() const noexcept { return options_; }
    [[nodiscard]] const std::string& shown_url() const noexcept { return shown_url_; }

private:
    std::unique_ptr<pooled_connection> connect() const;
    void settle(pooled_connection& fresh) const;
    void free_place() noexcept;
    std::unique_ptr<pooled_connection> lease_idle_or_place();
    bool is_usable(pooled_connection& idle) const;

    engine_options options_;
    std::string shown_url_;
    std::unique_ptr<aludel::dialect> dialect_;
    connection_target target_;
    std::shared_ptr<statement_watchdog> watchdog_ = std::make_shared<statement_watchdog>();
    std::mutex mutex_;
    std::condition_variable came_back_;
    std::deque<std::unique_ptr<pooled_connection>> idle_;  // most recently used last
    std::size_t open_ = 0;                                 // idle and leased
    std::uint64_t generation_ = 0;  // counts lost connections: those that were idle then may be lost, too
};

}  // namespace aludel
