// SPDX-License-Identifier: BSL-1.0
#include <cstring>
#include <utility>

#include <aludel/session/session_core.hpp>

#include "connection_pool.hpp"
#include "execution_state.hpp"
#include "failing.hpp"
#include "running_work.hpp"

namespace aludel {

std::string_view statement_source::name(std::string& buffer) const {
    if (is_text()) {
        return text_;
    }
    // Begins with what no statement's text begins with.
    char bytes[2 + sizeof table_ + sizeof variant_] = {'\0', static_cast<char>(what_)};
    std::memcpy(bytes + 2, &table_, sizeof table_);
    std::memcpy(bytes + 2 + sizeof table_, &variant_, sizeof variant_);
    return buffer.assign(bytes, sizeof bytes);
}

void execution_state::begin(session_core& session, fetch by, const statement_handler* told) {
    owner = &session;
    mode = by;
    rows_read = 0;
    work = nullptr;
    is_alone = session.stands_alone();
    is_users_text = session.runs_users_text_ || by == fetch::streamed;
    is_sent = false;
    failed = false;
    if (told != nullptr) {
        watch.emplace(told, statement_kind::plain, sql);
    }
}

void execution_state::fail(const error& thrown) {
    failed = true;
    owner->fail(thrown, is_sent ? request_of(sql, is_alone, mode, is_users_text) : request::preparation);
}

void execution_state::begin_rows() {
    require_not_ended();
    if (mode != fetch::buffered) {
        work->begin_waits();
    }
}

bool execution_state::watched_next() {
    if (mode == fetch::buffered) {
        const bool more = prepared->next(row);
        require_not_ended();
        return more;
    }
    require_not_ended();
    work->begin_wait();
    bool more = false;
    try {
        more = prepared->next(row);
    } catch (...) {
        work->end_wait();  // nobody waits any more, even if the stream is held on to
        throw;
    }
    work->end_wait();
    require_not_ended();
    return more;
}

void execution_state::require_not_ended() const {
    if (work->ended_by() != ending::none && (mode != fetch::buffered || only_reads(sql))) {
        // The functions that a text of the user's calls may have changed something.
        throw_ended(*work, {.statement = sql, .outcome_is_unknown = is_alone && is_users_text});
    }
}

std::span<const value_view> execution_state::keep(std::span<const value_view> bound) {
    kept.emplace();
    parameters.clear();
    for (const value_view& parameter : bound) {
        parameters.push_back(kept->keep(parameter));
    }
    return parameters;
}

std::uint64_t execution_state::rows() const {
    const bool may_have_changed_some = rows_read == 0 && !failed && prepared;
    return may_have_changed_some ? prepared->affected_rows() : rows_read;
}

execution::execution(std::unique_ptr<execution_state> open) noexcept : state_{std::move(open)} {}
execution::execution(execution&&) noexcept = default;

execution::~execution() {
    if (state_) {
        state_->owner->end(std::move(state_));
    }
}

void session_core::end(std::unique_ptr<execution_state> state) noexcept {
    if (leased_->is_inherited()) {
        // Closing the statement would talk to the parent's server.
        static_cast<void>(state.release());
        return;
    }
    if (state->mode != fetch::buffered) {
        streaming_ = false;
    }
    const std::uint64_t rows = state->watch ? state->rows() : 0;
    if (state->work != nullptr && state->mode != fetch::buffered) {
        state->work->begin_wait();
    }
    if (state->prepared) {
        state->prepared->close();
    }
    end_work(std::exchange(state->work, nullptr));
    if (state->watch && !state->failed) {
        state->watch->end(rows);
    }
    state->watch.reset();
    state->kept.reset();
    // A statement that failed may have failed because of what it was prepared for: it is prepared anew next time.
    if (!state->prepared || state->failed || leased_->broken) {
        leased_->statements.forget(*state);
        return;
    }
    try {
        leased_->statements.give_back(std::move(state));
    } catch (...) {  // no memory for the cache: the statement is prepared anew next time
    }
}

bool execution::next() {
    return state_->next();
}

std::span<const value_view> execution::row() const noexcept {
    return state_->row;
}

std::size_t execution::column_count() const {
    return state_->prepared->column_count();
}

std::string_view execution::column_name(std::size_t column) const {
    return state_->prepared->column_name(column);
}

std::size_t execution::known_rows() const {
    return state_->prepared->known_rows();
}

std::uint64_t execution::affected_rows() const {
    return state_->prepared->affected_rows();
}

std::uint64_t execution::generated_key() const {
    return state_->prepared->generated_key();
}

}  // namespace aludel
