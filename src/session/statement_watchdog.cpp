// SPDX-License-Identifier: BSL-1.0
#include "statement_watchdog.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "process_forks.hpp"
#include "running_work.hpp"

namespace aludel {
namespace {

/// How long the destructor waits for requests that are under way.
constexpr std::chrono::seconds patience{2};

struct appointment {
    statement_watchdog::clock::time_point at;
    std::weak_ptr<running_work> work;
};

bool is_later(const appointment& one, const appointment& other) noexcept {
    return one.at > other.at;
}

}  // namespace

struct statement_watchdog::state : std::enable_shared_from_this<state> {
    void look_after(std::weak_ptr<running_work> work, clock::time_point at);
    void run();
    void look_after_those_due(std::unique_lock<std::mutex>& lock);
    void end_request();
    void note_use() noexcept { first_use = first_use.value_or(forks_so_far()); }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<appointment> appointments;  // a heap, the next one first
    std::thread thread;
    unsigned requests = 0;                   // under way
    std::optional<std::uint64_t> first_use;  // in forks_so_far(): a child process has none of the threads
    bool is_over = false;
};

void statement_watchdog::state::look_after(std::weak_ptr<running_work> work, clock::time_point at) {
    const std::lock_guard lock{mutex};
    note_use();
    const bool is_next = appointments.empty() || at < appointments.front().at;
    appointments.push_back({at, std::move(work)});
    std::push_heap(appointments.begin(), appointments.end(), is_later);
    if (!thread.joinable()) {
        thread = std::thread{[self = shared_from_this()] {
            self->run();
        }};
    } else if (is_next) {
        changed.notify_all();
    }
}

void statement_watchdog::state::run() {
    std::unique_lock lock{mutex};
    while (!is_over) {
        if (appointments.empty()) {
            changed.wait(lock);
        } else {
            const clock::time_point next = appointments.front().at;  // which may move while this waits
            changed.wait_until(lock, next);
        }
        look_after_those_due(lock);
    }
}

void statement_watchdog::state::look_after_those_due(std::unique_lock<std::mutex>& lock) {
    while (!is_over && !appointments.empty() && appointments.front().at <= clock::now()) {
        std::pop_heap(appointments.begin(), appointments.end(), is_later);
        const appointment due = std::move(appointments.back());
        appointments.pop_back();
        lock.unlock();  // the work makes its next appointment while it holds its own lock
        if (const std::shared_ptr<running_work> work = due.work.lock()) {
            work->look_after(due.at);
        }
        lock.lock();
    }
}

void statement_watchdog::state::end_request() {
    const std::lock_guard lock{mutex};
    --requests;
    changed.notify_all();
}

statement_watchdog::statement_watchdog() : state_{std::make_shared<state>()} {}

statement_watchdog::~statement_watchdog() {
    if (state_->first_use && *state_->first_use != forks_so_far()) {
        // The mutex may have been held when the parent forked, and the thread is not here to be joined.
        new std::shared_ptr<state>{std::move(state_)};
        return;
    }
    std::unique_lock lock{state_->mutex};
    state_->is_over = true;
    state_->changed.notify_all();
    if (state_->thread.get_id() == std::this_thread::get_id()) {
        state_->thread.detach();  // the engine ended while this thread held the last pointer
    } else if (state_->thread.joinable()) {
        lock.unlock();
        state_->thread.join();
        lock.lock();
    }
    state_->changed.wait_for(lock, patience, [this] { return state_->requests == 0; });
}

void statement_watchdog::look_after(const std::shared_ptr<running_work>& work, clock::time_point at) {
    state_->look_after(work, at);
}

bool statement_watchdog::run_aside(std::function<void()> request) {
    {
        const std::lock_guard lock{state_->mutex};
        state_->note_use();
        ++state_->requests;
    }
    try {
        std::thread{[shared = state_, work = std::move(request)]() mutable {
            work();
            work = nullptr;  // what it owns goes before anybody is told
            shared->end_request();
        }}.detach();
        return true;
    } catch (const std::system_error&) {
        state_->end_request();
        return false;
    }
}

}  // namespace aludel
