// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include <aludel/dialect/dialect.hpp>
#include <aludel/model/function_ref.hpp>
#include <aludel/session/options.hpp>

#include "pooled_connection.hpp"
#include "statement_watchdog.hpp"

namespace aludel {

/// Opens connections to one database, and makes those of ended sessions as good as new. Thread safe.
class connection_opener {
public:
    /// Throws usage_error for a connection string that cannot work.
    connection_opener(connection_url url, engine_options options);

    /// Throws the classified error.
    [[nodiscard]] std::unique_ptr<pooled_connection> open() const;
    /// Asks the server. One that says nothing for as long as connecting may take is not there.
    [[nodiscard]] bool is_alive(pooled_connection& idle) const;
    /// Undoes what a session has left behind, as far as `reset` asks for it. False: there is no way to. Throws where
    /// the connection is gone.
    [[nodiscard]] bool reset(pooled_connection& returned) const;
    /// Makes `leased.work`, once. Throws usage_error where the database has no way to end statements.
    void provide_work(pooled_connection& leased) const;
    /// Tells `on_connection`.
    void tell(connection_change change, std::chrono::nanoseconds duration,
              const error* failure = nullptr) const noexcept;

    [[nodiscard]] const aludel::dialect& dialect() const noexcept { return *dialect_; }
    [[nodiscard]] const engine_options& options() const noexcept { return options_; }
    [[nodiscard]] const std::string& shown_url() const noexcept { return shown_url_; }

private:
    void connect(pooled_connection& fresh) const;
    void settle(pooled_connection& fresh) const;
    void in_time(pooled_connection& asked, function_ref<void()> call) const;
    [[nodiscard]] pool_clock::time_point end_of_life(pool_clock::time_point opened) const;

    engine_options options_;
    statement_handler watcher_;
    std::string shown_url_;
    std::unique_ptr<aludel::dialect> dialect_;
    connection_target target_;
    std::shared_ptr<statement_watchdog> watchdog_ = std::make_shared<statement_watchdog>();
};

}  // namespace aludel
