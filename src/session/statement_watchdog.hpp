// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace aludel {

class running_work;

/// Looks after what connections run when its time comes: one thread per engine, which is started by the first limit and
/// sleeps until the next one is due. Thread safe.
class statement_watchdog {
public:
    using clock = std::chrono::steady_clock;

    statement_watchdog();
    statement_watchdog(const statement_watchdog&) = delete;
    statement_watchdog& operator=(const statement_watchdog&) = delete;
    /// Waits for requests to databases that are under way, but not for long: what a dead network holds up goes on by
    /// itself, on nothing but what it owns.
    ~statement_watchdog();

    /// Has `work` looked after at that time: running_work::look_after(). Keeps a weak pointer.
    void look_after(const std::shared_ptr<running_work>& work, clock::time_point at);

    /// Calls `request` in a thread of its own, for it may take as long as a network takes to give up. False: there is
    /// no thread to be had.
    bool run_aside(std::function<void()> request);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace aludel
