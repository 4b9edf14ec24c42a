// SPDX-License-Identifier: BSL-1.0
// session_core: transactions, their savepoints and what is called behind them.
#include <aludel/session/session_core.hpp>

#include <algorithm>
#include <utility>

#include <aludel/session/transaction.hpp>

#include "connection_pool.hpp"
#include "failing.hpp"
#include "pooled_connection.hpp"
#include "transaction_callbacks.hpp"

namespace aludel {
namespace {

/// What was committed stays, and what was rolled back is gone, whatever is thrown about it.
void call_and_forget(const std::function<void()>& call) noexcept {
    try {
        call();
    } catch (...) {  // as documented
    }
}

}  // namespace

/// A server may end a transaction by itself. What follows must not run as if nothing had happened: each statement
/// would then stand alone, and be kept.
void session_core::require_transaction() const {
    if (open_.empty() || leased_->link->in_transaction()) {
        return;
    }
    // The break may have come behind the last answer, where the statement itself had no need to notice.
    leased_->broken = leased_->broken || leased_->link->was_closed_by_server();
    if (leased_->broken) {
        throw connection_lost{
            "the connection of this transaction is gone, and the server rolled it back; leave it, and "
            "open a new session",
            {.connection_is_usable = false}};
    }
    if (conflicted_) {
        throw transaction_conflict{
            "the server rolled this transaction back after a conflict; leave it, and run it again"};
    }
    throw usage_error{
        "the server ended this transaction by itself, as some do when they run DDL (which commits) or after "
        "an error such as a full disk or a statement that was ended in its middle; leave it, and run DDL outside "
        "transactions on " +
        facts().server};
}

/// Where one session writes at a time, a thread that has another one in its transaction waits for itself.
void session_core::begin_outermost(const transaction_options& options) {
    const bool writes_alone = facts().one_writer && options.access == access::read_write;
    try {
        const std::vector<std::string> statements = dialect().begin_statements(options);
        // Ended between two of them, the first one would be of another transaction.
        const may_end how = statements.size() > 1 ? may_end::no : may_end::yes;
        for (const std::string& sql : statements) {
            control(sql, how);
        }
    } catch (const timeout& waited) {
        if (writes_alone && pool_->is_written_by_this_thread()) {
            throw timeout{std::string{waited.what()} +
                              "; it is this thread that writes, in a transaction of another session: use that session, "
                              "in which a further transaction is a savepoint",
                          waited.details()};
        }
        throw;
    }
    if (writes_alone) {
        pool_->note_writer(*this);
    }
}

std::uint64_t session_core::begin(const transaction_options& options) {
    require_no_stream();
    level begun{++transactions_, {}};
    try {
        require_transaction();
        if (open_.empty() && !leased_->link->in_transaction()) {
            conflicted_ = false;
            begin_outermost(options);
        } else {
            if (options.isolation != isolation::standard || options.access != access::read_write) {
                throw usage_error{"a transaction inside another is a savepoint and has no isolation level or access "
                                  "mode of its own; give them to the outermost one"};
            }
            begun.savepoint = "aludel_" + std::to_string(open_.size());
            control("savepoint " + begun.savepoint, may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        throw;
    }
    open_.push_back(std::move(begun));
    return transactions_;
}

void session_core::commit(std::uint64_t number) {
    require_no_stream();
    if (open_.empty() || open_.back().number != number) {
        throw usage_error{"this transaction cannot be committed: one that was begun inside it is still open, or it is "
                          "over already"};
    }
    // Whether that kept or undid what was done, as DDL or a full disk does, nobody says.
    const bool was_ended_by_server = !leased_->link->in_transaction() && !conflicted_ && !leased_->broken;
    try {
        require_transaction();
        require_not_aborted();
        const std::string& savepoint = open_.back().savepoint;
        if (savepoint.empty()) {
            require_open_wire();
            control("commit", may_end::no, request::commit);
        } else {
            control("release savepoint " + savepoint, may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        if ((failed.outcome_is_unknown() || was_ended_by_server) && callbacks_) {
            callbacks_->clear();
        }
        rollback(number);  // a commit that the server refused leaves some servers' transactions open
        throw;
    } catch (...) {  // no memory for what was to be sent
        rollback(number);
        throw;
    }
    open_.pop_back();
    end_level(open_.size() + 1, true);
}

/// What is known to be broken before the commit is sent is known to be rolled back.
void session_core::require_open_wire() const {
    if (!leased_->broken && leased_->link->was_closed_by_server()) {
        throw connection_lost{
            "the connection broke before the commit was sent, so the transaction was rolled back; open "
            "a new session, and run it again",
            {.connection_is_usable = false}};
    }
}

/// Some servers answer a commit by rolling back, and do not call it an error.
void session_core::require_not_aborted() const {
    if (!leased_->link->transaction_is_aborted()) {
        return;
    }
    if (conflicted_) {
        throw transaction_conflict{"the transaction met a conflict and cannot be committed; run it again"};
    }
    throw statement_error{"the transaction cannot be committed: a statement in it failed and aborted it, and its error "
                          "was not passed on; everything was rolled back"};
}

void session_core::rollback(std::uint64_t number) noexcept {
    const auto found =
        std::find_if(open_.begin(), open_.end(), [number](const level& begun) { return begun.number == number; });
    if (found == open_.end()) {
        return;
    }
    const std::string savepoint = std::move(found->savepoint);
    open_.erase(found, open_.end());
    if (leased_->is_inherited()) {
        return;  // it is for the parent to end it
    }
    roll_back_to(savepoint);
    end_level(open_.size() + 1, false);
}

void session_core::roll_back_to(const std::string& savepoint) noexcept {
    try {
        if (!savepoint.empty()) {
            control("rollback to savepoint " + savepoint, may_end::no);
            control("release savepoint " + savepoint, may_end::no);
        } else if (leased_->link->in_transaction()) {
            control("rollback", may_end::no);
        }
    } catch (const error& failed) {
        note(failed);
        // A savepoint is gone when the server rolled the whole transaction back by itself, as after a deadlock. In one
        // that is still open, what was to be undone would be committed with the rest.
        leased_->broken = leased_->broken || savepoint.empty() || leased_->link->in_transaction();
    } catch (...) {
        leased_->broken = true;
    }
}

/// The level in which a callback is registered; 0: none is open.
std::size_t session_core::depth_of(std::uint64_t number) const {
    const bool was_begun_elsewhere = open_.empty() ? leased_->link->in_transaction() : !open_.front().savepoint.empty();
    if (was_begun_elsewhere) {
        throw usage_error{"this transaction was begun in plain SQL, and aludel does not see its end; begin it by "
                          "aludel::transaction"};
    }
    if (number == 0) {
        return open_.size();
    }
    const auto found =
        std::find_if(open_.begin(), open_.end(), [number](const level& begun) { return begun.number == number; });
    if (found == open_.end()) {
        throw usage_error{"this transaction is over: there is nothing to wait for"};
    }
    return static_cast<std::size_t>(found - open_.begin()) + 1;
}

void session_core::after_commit(std::function<void()> call, std::uint64_t number) {
    const std::size_t depth = depth_of(number);
    if (depth == 0) {
        call_and_forget(call);
        return;
    }
    callbacks_ = callbacks_ ? std::move(callbacks_) : std::make_unique<transaction_callbacks>();
    callbacks_->after_commit(depth, std::move(call));
}

void session_core::after_rollback(std::function<void()> call, std::uint64_t number) {
    const std::size_t depth = depth_of(number);
    if (depth == 0) {
        return;
    }
    callbacks_ = callbacks_ ? std::move(callbacks_) : std::make_unique<transaction_callbacks>();
    callbacks_->after_rollback(depth, std::move(call));
}

/// The transaction at this depth is over.
void session_core::end_level(std::size_t depth, bool committed) noexcept {
    if (depth == 1) {
        pool_->note_end_of_writer(*this);
    }
    if (!callbacks_ || callbacks_->empty()) {
        return;
    }
    if (depth > 1) {
        committed ? callbacks_->keep(depth) : callbacks_->undo(depth);
        return;
    }
    try {
        for (const std::function<void()>& call : callbacks_->take(committed)) {
            call_and_forget(call);
        }
    } catch (...) {  // no memory for the list
    }
}

void session_core::atomically(function_ref<void()> work) {
    transaction scope{*this};
    try {
        work();
    } catch (const error& failed) {
        fail(failed, request::preparation);  // bulk writers talk to the connection themselves
    }
    scope.commit();
}

}  // namespace aludel
