// SPDX-License-Identifier: BSL-1.0
// What a session asks of its running work: limits and cancelling.
#include <algorithm>

#include <aludel/session/canceller.hpp>
#include <aludel/session/session_core.hpp>

#include "connection_pool.hpp"
#include "running_work.hpp"
#include "watched_writer.hpp"

namespace aludel {

canceller::canceller(std::shared_ptr<running_work> work, std::uint64_t lease) noexcept
    : work_{std::move(work)}, lease_{lease} {}

void canceller::cancel() const noexcept {
    work_->cancel(lease_);
}

void session_core::set_statement_timeout(std::chrono::milliseconds limit) {
    if (limit.count() > 0) {
        pool_->provide_work(*leased_);
    }
    limit_ = limit;
}

canceller session_core::canceller() {
    pool_->provide_work(*leased_);
    has_canceller_ = true;
    return aludel::canceller{leased_->work, leased_->work->lease()};
}

/// Null while nobody wants to end statements.
running_work* session_core::begin_work(may_end how) {
    if (limit_.count() <= 0 && !has_canceller_) {
        return nullptr;
    }
    pool_->provide_work(*leased_);
    leased_->work->begin(limit_, how);
    return leased_->work.get();
}

void session_core::end_work(running_work* work) noexcept {
    if (work == nullptr) {
        return;
    }
    try {
        work->end();
    } catch (...) {  // what was asked of the database may hit whoever uses the connection next
        leased_->broken = true;
    }
    leased_->broken = leased_->broken || work->was_cut();
}

std::unique_ptr<bulk_writer> session_core::watched(function_ref<std::unique_ptr<bulk_writer>()> open) {
    const bool is_part = leased_->work && leased_->work->is_running();
    running_work* const work = is_part ? nullptr : begin_work(may_end::yes);
    if (work == nullptr) {
        return open();
    }
    return std::make_unique<watched_writer>(*this, work, open);
}

bool session_core::is_open(std::uint64_t number) const noexcept {
    return std::any_of(open_.begin(), open_.end(), [number](const level& begun) { return begun.number == number; });
}

bool session_core::stands_alone() const noexcept {
    return open_.empty() && !leased_->link->in_transaction();
}

}  // namespace aludel
