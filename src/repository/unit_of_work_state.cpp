// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_state.hpp"

#include <algorithm>

#include <aludel/error.hpp>

#include "unit_of_work_inserts.hpp"
#include "unit_of_work_removals.hpp"
#include "unit_of_work_updates.hpp"

namespace aludel::detail {

tracked_objects& work_state::of(const object_type& type) {
    const auto known = std::ranges::find(tables_, type.table, [](const auto& each) { return &each->table(); });
    if (known != tables_.end()) {
        return **known;
    }
    tables_.push_back(std::make_unique<tracked_objects>(type));
    return *tables_.back();
}

void work_state::forget_all() noexcept {
    undo_.clear();
    tables_.clear();
}

/// What was flushed went with the session's transaction: to go on would write the rest by itself.
void work_state::require_open_transaction() {
    if (open_ && !open_->is_open()) {
        rollback();
        throw usage_error{"the transaction of the session that this unit of work was flushed into is over; all that it "
                          "wrote is pending again, so commit it in another transaction, or clear it"};
    }
}

void work_state::with_session(function_ref<void(session_core&)> use) {
    require_open_transaction();
    if (given_ != nullptr) {
        use(*given_);
    } else if (leased_) {
        use(leased_->core());
    } else {
        session for_this_call = engine_->open_session();
        use(for_this_call.core());
    }
}

void work_state::write(session_core& session, std::span<table_work> work) {
    work_inserts{session, work, undo_}.run();
    work_updates updates{session, undo_};
    for (const table_work& each : work) {
        updates.run(each);
    }
    work_removals{session, work, undo_}.run();
}

void work_state::begin() {
    if (!open_) {
        if (given_ == nullptr) {
            leased_.emplace(engine_->open_session());
        }
        open_ = std::make_unique<transaction>(given_ != nullptr ? *given_ : leased_->core());
    }
}

void work_state::end_transaction() noexcept {
    open_.reset();
    leased_.reset();
}

/// Nothing was flushed: one transaction, or inside one of the session's a savepoint.
void work_state::write_alone(std::span<table_work> work) {
    try {
        with_session([&](session_core& session) { session.atomically([&] { write(session, work); }); });
    } catch (...) {
        undo_.take_back(0);
        throw;
    }
}

void work_state::commit() {
    require_open_transaction();
    std::vector<table_work> work = work_to_do(tables_);
    if (!open_) {
        if (is_idle(work)) {
            return;
        }
        write_alone(work);
    } else {
        try {
            write(given_ != nullptr ? *given_ : leased_->core(), work);
            open_->commit();
        } catch (...) {
            rollback();
            throw;
        }
    }
    note_committed();
}

void work_state::note_committed() noexcept {
    end_transaction();
    undo_.clear();
    for (const auto& objects : tables_) {
        objects->forget_links();
    }
}

void work_state::flush() {
    require_open_transaction();
    std::vector<table_work> work = work_to_do(tables_);
    if (is_idle(work)) {
        return;
    }
    const std::size_t before = undo_.mark();
    try {
        begin();
        session_core& session = given_ != nullptr ? *given_ : leased_->core();
        session.atomically([&] { write(session, work); });
    } catch (const error& failed) {
        take_back_flush(before, failed.is_retryable() || !failed.connection_is_usable());
        throw;
    } catch (...) {  // a codec of the user's
        take_back_flush(before, false);
        throw;
    }
}

void work_state::take_back_flush(std::size_t mark, bool is_transaction_over) noexcept {
    undo_.take_back(mark);
    if (is_transaction_over || mark == 0) {  // or nothing is in it
        rollback();
    }
}

void work_state::rollback() noexcept {
    end_transaction();
    undo_.take_back(0);
}

}  // namespace aludel::detail
