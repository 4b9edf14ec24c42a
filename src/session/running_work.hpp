// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include <aludel/dialect/interrupter.hpp>

#include "process_forks.hpp"
#include "statement_watchdog.hpp"

namespace aludel {

/// Why what runs was ended from outside.
enum class ending : std::uint8_t { none, timed_out, cancelled };

/// Whether what runs may be ended by a request to the database. What may not, such as a commit, of which nobody could
/// say then what became of it, is only cut off where no answer comes at all.
enum class may_end : std::uint8_t { no, yes };

/// What one connection runs: begun and ended on the thread that uses the connection, and ended early by the watchdog or
/// by a canceller. Once a request to end it is under way, end() waits until the database has been told: the next
/// statement on the connection cannot be hit.
///
/// While nothing is too late, a piece of work costs its own lock twice and a look at the clock: it has one appointment
/// with the watchdog, which finds at its time that another piece of work runs, or none, and makes the next one.
class running_work : public std::enable_shared_from_this<running_work> {
public:
    using clock = statement_watchdog::clock;

    running_work(std::unique_ptr<interrupter> by, const std::shared_ptr<statement_watchdog>& watchdog)
        : by_{std::move(by)}, watchdog_{watchdog} {}

    // On the connection's thread

    /// A piece of work begins, which may take that long; 0: any time. One inside another is part of that one.
    void begin(std::chrono::milliseconds limit, may_end how);
    /// The present piece consists of many waits for the database, such as a stream or a load: the limit holds for each
    /// of them, and where one is made of pieces, for each of these. What is between them takes no time.
    void begin_waits();
    /// Cheap enough for each row.
    void begin_wait() noexcept { waits_since_.store(clock::now().time_since_epoch().count(), relaxed); }
    void end_wait() noexcept { waits_since_.store(not_waiting, relaxed); }
    /// Throws when the connection cannot be used any more.
    void end();

    /// Why the present piece was ended, if it was.
    [[nodiscard]] ending ended_by() const noexcept { return ended_by_.load(std::memory_order_acquire); }
    [[nodiscard]] bool is_running() const noexcept { return depth_ > 0; }
    [[nodiscard]] bool was_cut() const noexcept { return was_cut_.load(std::memory_order_acquire); }
    [[nodiscard]] std::chrono::milliseconds limit() const noexcept { return limit_; }

    /// Names the session that uses the connection now.
    [[nodiscard]] std::uint64_t lease() const noexcept { return lease_; }
    /// From now on that session's cancellers do nothing.
    void end_lease();

    // On any thread

    /// Ends what that session is running, if it is running something. Returns when the database has been told.
    void cancel(std::uint64_t lease) noexcept;

    /// The watchdog keeps an appointment.
    void look_after(clock::time_point appointed);

private:
    static constexpr auto relaxed = std::memory_order_relaxed;
    static constexpr clock::rep not_waiting = -1;

    [[nodiscard]] clock::time_point next_look(clock::time_point now);
    [[nodiscard]] clock::time_point due(clock::time_point now) const;
    [[nodiscard]] clock::time_point next_attempt(clock::time_point now);
    void begin_ending(ending why, clock::time_point now);
    void ask_aside();
    void ask_database();
    void appoint(clock::time_point at);

    const std::unique_ptr<interrupter> by_;
    const std::uint64_t forks_ = forks_so_far();
    const std::weak_ptr<statement_watchdog> watchdog_;

    unsigned depth_ = 0;  // the connection's thread's

    std::atomic<ending> ended_by_{ending::none};
    std::atomic<bool> was_cut_{false};
    std::atomic<clock::rep> waits_since_{not_waiting};

    std::mutex mutex_;  // of all that follows
    std::condition_variable told_;
    bool runs_ = false;
    bool consists_of_waits_ = false;
    may_end how_ = may_end::yes;
    std::chrono::milliseconds limit_{0};
    clock::time_point deadline_ = clock::time_point::max();
    clock::time_point appointment_ = clock::time_point::max();  // with the watchdog
    bool asks_ = false;                                         // a request is under way
    std::uint64_t piece_ = 0;                                   // counts them
    unsigned requests_ = 0;                                     // for the present one
    clock::time_point next_request_{};
    clock::time_point cut_at_{};
    std::uint64_t lease_ = 1;
};

}  // namespace aludel
