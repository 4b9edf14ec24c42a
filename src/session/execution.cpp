// SPDX-License-Identifier: BSL-1.0
#include "execution_state.hpp"

namespace aludel {

execution::execution(std::unique_ptr<state> open) noexcept : state_{std::move(open)} {}
execution::execution(execution&&) noexcept = default;

execution::~execution() {
    if (!state_) {
        return;
    }
    session_core& owner = *state_->owner;
    if (state_->mode != fetch::buffered) {
        owner.streaming_ = false;
    }
    std::uint64_t rows = state_->rows_read;
    if (state_->prepared) {
        rows = rows == 0 && !state_->failed ? state_->prepared->affected_rows() : rows;
        state_->prepared->close();
    }
    owner.report({std::string_view{state_->key}.substr(0, state_->text_size),
                  std::chrono::steady_clock::now() - state_->started, rows, state_->failed});
    try {
        // A statement that failed may have failed because of what it was prepared for: it is prepared anew next time.
        if (state_->prepared && !state_->failed && !owner.leased_->broken) {
            owner.leased_->statements.give_back(std::move(state_->key), std::move(state_->prepared));
        }
    } catch (...) {  // no memory for the cache: the statement is prepared anew next time
    }
}

bool execution::next() {
    try {
        if (!state_->prepared->step()) {
            return false;
        }
        state_->prepared->read(state_->row);
    } catch (const error& failed) {
        state_->failed = true;
        state_->owner->note(failed);
        throw;
    }
    ++state_->rows_read;
    return true;
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

std::uint64_t execution::affected_rows() const {
    return state_->prepared->affected_rows();
}

std::uint64_t execution::generated_key() const {
    return state_->prepared->generated_key();
}

}  // namespace aludel
