// SPDX-License-Identifier: BSL-1.0
#include "running_work.hpp"

#include <algorithm>

namespace aludel {
namespace {

using std::chrono::milliseconds;

constexpr running_work::clock::time_point never = running_work::clock::time_point::max();

/// A request that comes between two statements of one piece of work ends nothing, so it is made again.
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{1'000};

/// A database that has neither ended the statement nor answered by then is taken for dead.
constexpr milliseconds grace{5'000};

/// Where the caller is at work itself, the watchdog comes back after a while.
constexpr milliseconds between_waits{200};

}  // namespace

void running_work::begin(milliseconds limit, may_end how) {
    if (depth_ == 0) {
        const std::lock_guard lock{mutex_};
        how_ = how;
        limit_ = limit;
        deadline_ = limit.count() > 0 ? clock::now() + limit : never;
        if (deadline_ < appointment_) {
            appoint(deadline_);
        }
        runs_ = true;
        ++piece_;
    } else if (waits_since_.load(relaxed) != not_waiting) {
        begin_wait();  // for one statement more
    }
    ++depth_;
}

void running_work::begin_waits() {
    if (depth_ > 1) {
        return;
    }
    const std::lock_guard lock{mutex_};
    consists_of_waits_ = true;
    waits_since_.store(not_waiting, relaxed);
}

void running_work::end() {
    if (--depth_ > 0) {
        return;
    }
    std::unique_lock lock{mutex_};
    runs_ = false;
    if (!told_.wait_for(lock, grace, [this] { return !asks_ || was_cut(); })) {
        // The request itself hangs, on a connection of its own: what it may do yet must not hit the next statement.
        was_cut_.store(true, std::memory_order_release);
        by_->cut();
        told_.notify_all();
    }
    consists_of_waits_ = false;
    waits_since_.store(not_waiting, relaxed);
    if (ended_by_.exchange(ending::none, std::memory_order_acq_rel) != ending::none) {
        told_.notify_all();
    }
    const bool may_come_late = requests_ > 0 && !was_cut();
    requests_ = 0;
    lock.unlock();
    if (may_come_late) {
        by_->settle();
    }
}

void running_work::end_lease() {
    const std::lock_guard lock{mutex_};
    ++lease_;
}

void running_work::cancel(std::uint64_t lease) noexcept {
    if (forks_ != forks_so_far()) {
        return;  // in a child process, of its parent's work
    }
    std::unique_lock lock{mutex_};
    if (!runs_ || lease != lease_ || how_ == may_end::no || ended_by() != ending::none) {
        return;
    }
    begin_ending(ending::cancelled, clock::now());
    try {
        ask_aside();
        next_request_ += first_pause;
        appoint(next_request_);
    } catch (...) {  // no memory
        return;
    }
    const std::uint64_t piece = piece_;
    told_.wait(lock, [&] { return requests_ > 0 || !runs_ || piece != piece_ || was_cut(); });
}

void running_work::look_after(clock::time_point appointed) {
    const std::lock_guard lock{mutex_};
    if (appointed != appointment_) {
        return;  // an earlier appointment was made meanwhile, and has led to a later one
    }
    appointment_ = never;
    if (!runs_) {
        return;
    }
    if (const clock::time_point next = next_look(clock::now()); next != never) {
        appoint(next);
    }
}

running_work::clock::time_point running_work::next_look(clock::time_point now) {
    if (ended_by() == ending::none) {
        if (const clock::time_point until = due(now); until > now) {
            return until;
        }
        begin_ending(ending::timed_out, now);
    } else if (consists_of_waits_ && !asks_ && waits_since_.load(relaxed) == not_waiting) {
        cut_at_ = now + grace;
        return now + between_waits;  // the caller learns of it when it comes back
    }
    return next_attempt(now);
}

/// When the present piece has taken as long as it may, as far as is known now.
running_work::clock::time_point running_work::due(clock::time_point now) const {
    if (!consists_of_waits_ || limit_.count() == 0) {
        return deadline_;
    }
    const clock::rep since = waits_since_.load(relaxed);
    return (since == not_waiting ? now : clock::time_point{clock::duration{since}}) + limit_;
}

void running_work::begin_ending(ending why, clock::time_point now) {
    ended_by_.store(why, std::memory_order_release);
    next_request_ = how_ == may_end::yes ? now : never;
    cut_at_ = now + grace;
}

/// Asks the database again, or gives it up. Says when to come back.
running_work::clock::time_point running_work::next_attempt(clock::time_point now) {
    if (was_cut()) {
        return never;
    }
    if (now >= cut_at_) {
        was_cut_.store(true, std::memory_order_release);  // before who waits on the wire wakes up
        if (by_->cut()) {
            told_.notify_all();
            return never;
        }
        was_cut_.store(false, std::memory_order_release);
        cut_at_ = never;
    }
    if (now >= next_request_ && !asks_) {
        ask_aside();
    }
    if (now >= next_request_) {
        next_request_ = now + std::min(longest_pause, first_pause * (1 + requests_));
    }
    return std::min(next_request_, cut_at_);
}

void running_work::ask_aside() {
    const std::shared_ptr<statement_watchdog> watchdog = watchdog_.lock();
    asks_ = watchdog && watchdog->run_aside([self = shared_from_this()] { self->ask_database(); });
}

/// With `asks_` set, and no lock: it may take long.
void running_work::ask_database() {
    by_->interrupt();
    const std::lock_guard lock{mutex_};
    asks_ = false;
    ++requests_;
    told_.notify_all();
}

void running_work::appoint(clock::time_point at) {
    if (const std::shared_ptr<statement_watchdog> watchdog = watchdog_.lock()) {
        watchdog->look_after(shared_from_this(), at);
        appointment_ = at;  // the watchdog waits for our lock
    }
}

}  // namespace aludel
