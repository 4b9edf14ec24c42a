// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include <aludel/dialect/connection.hpp>

#include "process_forks.hpp"
#include "running_work.hpp"
#include "statement_cache.hpp"

namespace soci {
class session;
}

namespace aludel {

using pool_clock = std::chrono::steady_clock;

/// One connection that SOCI opened, with what the dialect made of it and its prepared statements.
struct pooled_connection {
    explicit pooled_connection(std::size_t statements);
    pooled_connection(const pooled_connection&) = delete;
    pooled_connection& operator=(const pooled_connection&) = delete;
    ~pooled_connection();

    /// Whether this is a child process, and the connection its parent's.
    [[nodiscard]] bool is_inherited() const noexcept { return forks != forks_so_far(); }

    std::unique_ptr<soci::session> raw;
    std::unique_ptr<connection> link;
    statement_cache statements;
    std::shared_ptr<running_work> work;  // once somebody wants to end what runs
    bool broken = false;
    bool is_to_be_closed = false;  // it holds what no other session may get
    bool is_suspect = false;       // to be asked whether its server is still there, before it is lent
    std::uint64_t generation = 0;  // of the pool, when the server was last known to be there
    std::uint64_t forks = forks_so_far();
    pool_clock::time_point opened_at = pool_clock::now();
    pool_clock::time_point expires_at = pool_clock::time_point::max();
    pool_clock::time_point idle_since{};

private:
    friend void leave_to_parent(std::unique_ptr<pooled_connection> inherited) noexcept;
    pooled_connection* left_before_ = nullptr;
};

/// Lets go of an inherited connection so that the parent notices nothing: it is neither closed nor destroyed.
void leave_to_parent(std::unique_ptr<pooled_connection> inherited) noexcept;

}  // namespace aludel
