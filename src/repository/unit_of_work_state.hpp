// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <aludel/repository/unit_of_work.hpp>

#include "unit_of_work_plan.hpp"
#include "unit_of_work_undo.hpp"

namespace aludel::detail {

/// What a unit of work is made of. The transaction is open between flush() and commit(), and only then is a connection
/// leased.
class work_state {
public:
    explicit work_state(engine& db) noexcept : engine_{&db} {}
    explicit work_state(session_core& session) noexcept : given_{&session} {}
    work_state(const work_state&) = delete;
    work_state& operator=(const work_state&) = delete;
    ~work_state() { end_transaction(); }

    /// The objects of this type, which may be none yet.
    tracked_objects& of(const object_type& type);
    [[nodiscard]] std::span<const std::unique_ptr<tracked_objects>> tables() const noexcept { return tables_; }
    void forget_all() noexcept;

    void with_session(function_ref<void(session_core&)> use);
    void commit();
    void flush();
    /// Takes back what was flushed.
    void rollback() noexcept;

private:
    void require_open_transaction();
    void write(session_core& session, std::span<table_work> work);
    void write_alone(std::span<table_work> work);
    void begin();
    void end_transaction() noexcept;
    void take_back_flush(std::size_t mark, bool is_transaction_over) noexcept;
    void note_committed() noexcept;

    engine* engine_ = nullptr;
    session_core* given_ = nullptr;
    std::vector<std::unique_ptr<tracked_objects>> tables_;
    undo_log undo_;
    std::optional<session> leased_;
    std::unique_ptr<transaction> open_;  // ends before its session
};

}  // namespace aludel::detail
