// SPDX-License-Identifier: BSL-1.0
#include <aludel/session/transaction.hpp>

namespace aludel {

transaction::transaction(session& session, transaction_options options) : transaction{session.core(), options} {}

transaction::transaction(session_core& core, transaction_options options)
    : core_{&core}, number_{core.begin(options)} {}

transaction::~transaction() {
    rollback();
}

void transaction::commit() {
    if (!open_) {
        throw usage_error{"this transaction is over: it was committed or rolled back before"};
    }
    try {
        core_->commit(number_);
    } catch (const usage_error&) {
        throw;  // nothing was tried
    } catch (...) {
        open_ = false;
        throw;
    }
    open_ = false;
}

void transaction::rollback() noexcept {
    if (open_) {
        open_ = false;
        core_->rollback(number_);
    }
}

void transaction::after_commit(std::function<void()> call) {
    core_->after_commit(std::move(call), number_);
}

void transaction::after_rollback(std::function<void()> call) {
    core_->after_rollback(std::move(call), number_);
}

}  // namespace aludel
