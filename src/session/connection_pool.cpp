// SPDX-License-Identifier: BSL-1.0
#include "connection_pool.hpp"

#include <algorithm>
#include <utility>

#include "engine_parameters.hpp"

namespace aludel {
namespace {

/// A connection that was in use so lately is lent again without asking the server.
constexpr std::chrono::seconds trusted_idle_time{5};

std::string times(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + std::string{count == 1 ? one : many};
}

}  // namespace

connection_pool::connection_pool(connection_url url, engine_options options)
    : opener_{std::move(url), std::move(options)} {}

connection_pool::~connection_pool() {
    while (!idle_.empty()) {
        owned_connection idle = std::move(idle_.back());
        idle_.pop_back();
        if (idle->is_inherited()) {
            leave_to_parent(std::move(idle));
        } else {
            close({std::move(idle), connection_change::engine_ended});
        }
    }
}

/// A child process shares the sockets of its parent's connections, and may have inherited the lock as it was held by
/// another thread of the parent: it must not even wait for that.
void connection_pool::require_own_process() const {
    if (forks_ != forks_so_far()) {
        throw usage_error{
            "this process is a child of the one that made the engine, and shares its connections; make an "
            "engine of its own in the child process"};
    }
}

connection_pool::owned_connection connection_pool::lease() {
    if (!was_used_) {
        forks_ = forks_so_far();  // one that nobody has used yet can go along to a child process
        was_used_ = true;
    }
    require_own_process();
    owned_connection leased = lease_idle_or_place();
    if (!leased) {
        return open_in_place();
    }
    if (leased->expires_at <= pool_clock::now()) {
        close({std::move(leased), connection_change::expired});
        return open_in_place();
    }
    if (!is_usable(*leased)) {
        close({std::move(leased), connection_change::lost});
        return open_in_place();
    }
    const std::lock_guard lock{mutex_};
    ++counted_.leases;
    return leased;
}

/// An idle connection, or null for a place in which a new one may be opened.
connection_pool::owned_connection connection_pool::lease_idle_or_place() {
    std::vector<ended_connection> ended;
    owned_connection leased;
    {
        std::unique_lock lock{mutex_};
        if (!idle_.empty()) {
            leased = std::move(idle_.back());
            idle_.pop_back();
            mark_suspect(*leased);
        } else if (line_.empty() && places_ < options().pool_size) {
            ++places_;
        } else {
            return wait_in_line(lock);
        }
        ended = take_ended();
    }
    for (ended_connection& each : ended) {
        close(std::move(each));
        free_place();
    }
    return leased;
}

connection_pool::owned_connection connection_pool::wait_in_line(std::unique_lock<std::mutex>& lock) {
    waiter mine;
    line_.push_back(&mine);
    const auto begun = pool_clock::now();
    mine.served.wait_until(lock, begun + std::min(options().acquire_timeout, longest_wait),
                           [&mine] { return mine.is_served; });
    const std::chrono::nanoseconds waited = pool_clock::now() - begun;
    ++counted_.waits;
    counted_.wait_time += waited;
    counted_.longest_wait = std::max(counted_.longest_wait, waited);
    if (!mine.is_served) {
        give_up(mine);
    }
    return std::move(mine.connection);
}

void connection_pool::give_up(waiter& waiting) {
    line_.erase(std::find(line_.begin(), line_.end(), &waiting));
    ++counted_.timeouts;
    throw timeout{"no connection came free within " + std::to_string(options().acquire_timeout.count()) +
                  " ms: " + times(places_, " is", " are") + " in use of " + std::to_string(options().pool_size) +
                  ", and " + times(line_.size(), " other waits", " others wait") +
                  "; end sessions sooner, or raise pool_size or acquire_timeout"};
}

/// A server may have closed a connection that was idle, and after one was lost the others are suspects.
void connection_pool::mark_suspect(pooled_connection& idle) const noexcept {
    switch (options().health_check) {
    case health_check::off: idle.is_suspect = false; return;
    case health_check::always: idle.is_suspect = true; return;
    case health_check::on_error: break;
    }
    idle.is_suspect = idle.generation != generation_ || pool_clock::now() - idle.idle_since >= trusted_idle_time;
    idle.generation = generation_;  // one that is lost while this one is asked makes it suspect again
}

bool connection_pool::is_usable(pooled_connection& leased) const {
    try {
        return !leased.is_suspect || opener_.is_alive(leased);
    } catch (const std::exception&) {  // a wire that was cut
        return false;
    }
}

/// Opens a connection in a place that is held already.
connection_pool::owned_connection connection_pool::open_in_place() {
    owned_connection fresh;
    try {
        fresh = opener_.open();
    } catch (...) {
        {
            const std::lock_guard lock{mutex_};
            ++counted_.refused;
        }
        free_place();
        throw;
    }
    const std::lock_guard lock{mutex_};
    ++counted_.opened;
    ++counted_.leases;
    fresh->generation = generation_;
    return fresh;
}

void connection_pool::give_back(owned_connection returned) noexcept {
    if (returned->is_inherited()) {
        leave_to_parent(std::move(returned));
        return;
    }
    std::vector<ended_connection> ended;
    const connection_change state = settle_returned(*returned);
    if (state == connection_change::opened) {
        try {
            const std::lock_guard lock{mutex_};
            keep_or_hand_on(returned);
            ended = take_ended();
        } catch (...) {  // no memory for the list: the connection is closed instead
        }
    }
    if (returned) {
        close({std::move(returned), state == connection_change::opened ? connection_change::expired : state});
        free_place();
    }
    for (ended_connection& each : ended) {
        close(std::move(each));
        free_place();
    }
}

/// `opened`, if it can be lent again; else why it has to be closed.
connection_change connection_pool::settle_returned(pooled_connection& returned) const noexcept {
    if (returned.broken) {
        return connection_change::lost;
    }
    if (returned.is_to_be_closed) {
        return connection_change::not_resettable;
    }
    if (returned.expires_at <= pool_clock::now()) {
        return connection_change::expired;
    }
    try {
        return opener_.reset(returned) ? connection_change::opened : connection_change::not_resettable;
    } catch (...) {
        return connection_change::lost;
    }
}

void connection_pool::keep_or_hand_on(owned_connection& returned) {
    returned->idle_since = pool_clock::now();
    if (line_.empty()) {
        idle_.push_back(std::move(returned));
    } else {
        mark_suspect(*returned);
        serve_first(std::move(returned));
    }
}

/// Under the lock, as is waking the waiter: what it waits on is gone as soon as it knows that it was served.
void connection_pool::serve_first(owned_connection connection) noexcept {
    waiter& first = *line_.front();
    line_.pop_front();
    first.connection = std::move(connection);
    first.is_served = true;
    first.served.notify_one();
}

/// The idle connections that have lived or been idle for too long.
std::vector<connection_pool::ended_connection> connection_pool::take_ended() {
    std::vector<ended_connection> ended;
    if (!limits_age()) {
        return ended;
    }
    ended.reserve(idle_.size());
    const auto now = pool_clock::now();
    const auto longest = options().max_idle_time;
    for (owned_connection& each : idle_) {
        if (each->expires_at <= now) {
            ended.push_back({std::move(each), connection_change::expired});
        } else if (longest.count() > 0 && now - each->idle_since > longest) {
            ended.push_back({std::move(each), connection_change::idle_too_long});
        }
    }
    std::erase(idle_, nullptr);
    return ended;
}

bool connection_pool::limits_age() const noexcept {
    return options().max_lifetime.count() > 0 || options().max_idle_time.count() > 0;
}

/// Its place stays taken: the server knows of the connection until it is closed.
void connection_pool::close(ended_connection ended) noexcept {
    const bool was_lost = ended.reason == connection_change::lost;
    const std::chrono::nanoseconds lived = pool_clock::now() - ended.connection->opened_at;
    ended.connection.reset();
    {
        const std::lock_guard lock{mutex_};
        ++counted_.closed;
        counted_.lost += was_lost ? 1 : 0;
        generation_ += was_lost ? 1 : 0;
    }
    opener_.tell(ended.reason, lived);
}

void connection_pool::free_place() noexcept {
    const std::lock_guard lock{mutex_};
    if (line_.empty()) {
        --places_;
    } else {
        serve_first(nullptr);
    }
}

pool_statistics connection_pool::statistics() const {
    require_own_process();
    const std::lock_guard lock{mutex_};
    pool_statistics now = counted_;
    now.open = static_cast<std::size_t>(now.opened - now.closed);
    now.idle = idle_.size();
    now.in_use = places_ - idle_.size();
    now.waiting = line_.size();
    return now;
}

}  // namespace aludel
