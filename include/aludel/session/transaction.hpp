// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>

#include <aludel/dialect/transaction_options.hpp>
#include <aludel/session/session.hpp>

namespace aludel {

/// Open until commit(), rollback() or the destructor, whichever is first; leaving without commit rolls back. Inside
/// another transaction of the session it is a savepoint, and the options must be the defaults.
class transaction {
public:
    explicit transaction(session& session, transaction_options options = {});
    explicit transaction(session_core& core, transaction_options options = {});
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction();

    /// Throws the classified error; the transaction is over either way. Throws usage_error when it was over before,
    /// or when an inner one is still open.
    void commit();
    /// Never throws.
    void rollback() noexcept;

    /// Whether it has not ended, by itself or with one around it.
    [[nodiscard]] bool is_open() const noexcept { return open_ && core_->is_open(number_); }

    /// As `session::after_commit` and `session::after_rollback`, for this transaction, which must not be over, whatever
    /// was begun inside it.
    void after_commit(std::function<void()> call);
    void after_rollback(std::function<void()> call);

private:
    session_core* core_;
    std::uint64_t number_;
    bool open_ = true;
};

}  // namespace aludel
