// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <aludel/session/pool_statistics.hpp>

#include "connection_opener.hpp"
#include "pooled_connection.hpp"

namespace aludel {

class session_core;

/// Lends connections out, and opens them as they are needed, up to `pool_size`. Who comes while others wait gets in
/// line. A connection that comes back is rolled back; a broken one is thrown away and its place is free again. Thread
/// safe.
class connection_pool {
public:
    connection_pool(connection_url url, engine_options options);
    connection_pool(const connection_pool&) = delete;
    connection_pool& operator=(const connection_pool&) = delete;
    ~connection_pool();

    /// Waits at most `acquire_timeout`, then throws timeout.
    std::unique_ptr<pooled_connection> lease();
    void give_back(std::unique_ptr<pooled_connection> returned) noexcept;

    /// Makes `leased.work`, once. Throws usage_error where the database has no way to end statements.
    void provide_work(pooled_connection& leased) const { opener_.provide_work(leased); }

    [[nodiscard]] pool_statistics statistics() const;

    /// Where one writes at a time: whether a session in which this thread began a transaction is the one.
    [[nodiscard]] bool is_written_by_this_thread() const noexcept {
        return writer_ != nullptr && writing_thread_ == std::this_thread::get_id();
    }
    void note_writer(const session_core& writer) noexcept {
        writing_thread_ = std::this_thread::get_id();
        writer_ = &writer;
    }
    /// The next one may have been noted before.
    void note_end_of_writer(const session_core& ended) noexcept {
        const session_core* writer = &ended;
        writer_.compare_exchange_strong(writer, nullptr);
    }

    [[nodiscard]] const aludel::dialect& dialect() const noexcept { return opener_.dialect(); }
    [[nodiscard]] const engine_options& options() const noexcept { return opener_.options(); }
    [[nodiscard]] const std::string& shown_url() const noexcept { return opener_.shown_url(); }

private:
    using owned_connection = std::unique_ptr<pooled_connection>;
    struct waiter {
        std::condition_variable served;
        owned_connection connection{};  // or null for a place in which a new one may be opened
        bool is_served = false;
    };
    struct ended_connection {
        owned_connection connection;
        connection_change reason;
    };

    void require_own_process() const;
    owned_connection lease_idle_or_place();
    owned_connection wait_in_line(std::unique_lock<std::mutex>& lock);
    [[noreturn]] void give_up(waiter& waiting);
    owned_connection open_in_place();
    [[nodiscard]] bool is_usable(pooled_connection& leased) const;
    connection_change settle_returned(pooled_connection& returned) const noexcept;
    void keep_or_hand_on(owned_connection& returned);
    void serve_first(owned_connection connection) noexcept;
    void mark_suspect(pooled_connection& idle) const noexcept;
    [[nodiscard]] std::vector<ended_connection> take_ended();
    void close(ended_connection ended) noexcept;
    void free_place() noexcept;
    [[nodiscard]] bool limits_age() const noexcept;

    connection_opener opener_;
    std::atomic<std::uint64_t> forks_ = forks_so_far();
    std::atomic<bool> was_used_ = false;
    std::atomic<const session_core*> writer_ = nullptr;
    std::atomic<std::thread::id> writing_thread_{};

    mutable std::mutex mutex_;
    std::deque<waiter*> line_;           // the first is served first; empty while a connection is idle
    std::deque<owned_connection> idle_;  // most recently used last
    std::size_t places_ = 0;             // idle, leased, and being opened or closed
    std::uint64_t generation_ = 0;       // counts lost connections: those that were idle then may be lost, too
    pool_statistics counted_;            // its sums
};

}  // namespace aludel
