// SPDX-License-Identifier: BSL-1.0
#include "connection_opener.hpp"

#include <algorithm>
#include <random>

#include <soci/soci.h>

#include "engine_parameters.hpp"
#include "generic_connection.hpp"

namespace aludel {
namespace {

/// Connections opened at once would end at once: each ends earlier by up to this part of its life.
constexpr int lifetime_per_jitter = 10;

/// The handler that connections are watched by; empty: nobody wants to know.
statement_handler marking_slow_ones(const engine_options& options) {
    if (!options.on_statement || options.slow_statement.count() <= 0) {
        return options.on_statement;
    }
    return [told = options.on_statement, slow = options.slow_statement](const statement_event& event) {
        statement_event marked = event;
        marked.slow = event.duration >= slow;
        told(marked);
    };
}

}  // namespace

connection_opener::connection_opener(connection_url url, engine_options options)
    : options_{std::move(options)}, shown_url_{url.without_password()}, dialect_{dialect_for(url.scheme)} {
    take_options(url, *dialect_, options_);
    const std::size_t most = dialect_->max_connections(url);
    options_.pool_size = most == 0 ? options_.pool_size : std::min(options_.pool_size, most);
    target_ = dialect_->target(url);
    refuse_unknown_parameters(url, *dialect_);
    watcher_ = marking_slow_ones(options_);
}

std::unique_ptr<pooled_connection> connection_opener::open() const {
    auto fresh = std::make_unique<pooled_connection>(options_.statement_cache);
    const auto begun = fresh->opened_at;
    try {
        connect(*fresh);
    } catch (const error& failed) {
        tell(connection_change::refused, pool_clock::now() - begun, &failed);
        throw;
    }
    fresh->opened_at = pool_clock::now();
    fresh->expires_at = end_of_life(fresh->opened_at);
    tell(connection_change::opened, fresh->opened_at - begun);
    return fresh;
}

void connection_opener::connect(pooled_connection& fresh) const {
    fresh.raw = std::make_unique<soci::session>();
    soci::session* opened = nullptr;
    try {
        fresh.raw->open(*target_.backend, target_.connect_string);
        opened = fresh.raw.get();
        settle(fresh);
    } catch (const connection_lost& lost) {
        error_details details = lost.details();
        details.outcome_is_unknown = false;  // nothing was asked for that could be kept
        throw_error(error_class::connection_lost, lost.what(), std::move(details));
    } catch (const error&) {
        throw;
    } catch (const std::exception& thrown) {
        failure explained = dialect_->explain(opened, thrown);
        explained.details.outcome_is_unknown = false;
        throw_error(explained.kind, explained.message, std::move(explained.details));
    }
}

void connection_opener::settle(pooled_connection& fresh) const {
    const capabilities facts = dialect_->open(*fresh.raw);
    if (options_.native_path) {
        fresh.link = dialect_->connect(*fresh.raw, facts);
    }
    if (!fresh.link) {
        fresh.link = make_generic_connection(*fresh.raw, *dialect_, facts);
    }
    fresh.link->watch(watcher_ ? &watcher_ : nullptr);
}

void connection_opener::provide_work(pooled_connection& leased) const {
    if (leased.work) {
        return;
    }
    if (!leased.link->facts().ends_statements) {
        throw usage_error{"statements on " + leased.link->facts().server +
                          " cannot be ended from outside by this dialect; "
                          "use neither statement_timeout nor cancellers here"};
    }
    leased.work = std::make_shared<running_work>(dialect_->make_interrupter(*leased.raw, target_), watchdog_);
}

/// A wire that fell silent is cut a while after `connect_timeout`: nobody waits on it for ever where no statement has a
/// limit of its own.
void connection_opener::in_time(pooled_connection& asked, function_ref<void()> call) const {
    const capabilities& facts = asked.link->facts();
    if (!facts.is_remote || !facts.ends_statements || options_.connect_timeout.count() <= 0) {
        call();
        return;
    }
    provide_work(asked);
    asked.work->begin(options_.connect_timeout, may_end::no);
    try {
        call();
    } catch (...) {
        asked.work->end();
        throw;
    }
    asked.work->end();
    if (asked.work->was_cut()) {  // where the call itself kept that to itself
        throw connection_lost{"the database did not answer within connect_timeout, so the connection was cut",
                              {.connection_is_usable = false}};
    }
}

bool connection_opener::is_alive(pooled_connection& idle) const {
    bool answered = false;
    in_time(idle, [&] { answered = idle.link->is_alive(); });
    return answered;
}

pool_clock::time_point connection_opener::end_of_life(pool_clock::time_point opened) const {
    if (options_.max_lifetime.count() <= 0) {
        return pool_clock::time_point::max();
    }
    const std::chrono::milliseconds longest = std::min(options_.max_lifetime, longest_wait);
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<std::chrono::milliseconds::rep> earlier{0, longest.count() / lifetime_per_jitter};
    return opened + longest - std::chrono::milliseconds{earlier(random)};
}

bool connection_opener::reset(pooled_connection& returned) const {
    if (returned.link->in_transaction()) {
        in_time(returned, [&] { returned.link->reset(); });
    } else {
        returned.link->reset();
    }
    if (options_.reset == reset_policy::transaction) {
        return true;
    }
    session_reset undone = session_reset::impossible;
    in_time(returned, [&] { undone = returned.link->reset_session(); });
    if (undone == session_reset::impossible) {
        return false;
    }
    if (undone == session_reset::statements_are_gone) {
        returned.statements.clear();
    }
    in_time(returned, [&] { (void)dialect_->open(*returned.raw); });
    return true;
}

void connection_opener::tell(connection_change change, std::chrono::nanoseconds duration,
                             const error* failure) const noexcept {
    if (!options_.on_connection) {
        return;
    }
    try {
        options_.on_connection({change, shown_url_, duration, failure});
    } catch (...) {  // what happened cannot be undone by who watches
    }
}

std::string_view to_string(connection_change change) noexcept {
    switch (change) {
    case connection_change::opened: return "opened";
    case connection_change::refused: return "refused";
    case connection_change::lost: return "lost";
    case connection_change::expired: return "expired";
    case connection_change::idle_too_long: return "idle_too_long";
    case connection_change::not_resettable: return "not_resettable";
    case connection_change::engine_ended: break;
    }
    return "engine_ended";
}

}  // namespace aludel
