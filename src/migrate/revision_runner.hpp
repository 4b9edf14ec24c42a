// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <aludel/migrate/manager.hpp>
#include <aludel/session/transaction.hpp>

#include "version_table.hpp"

namespace aludel::migrate {

/// Begins a transaction and asks for the lock that goes with it. Where writers keep each other out, it waits for that.
class locked_transaction {
public:
    locked_transaction(session& session, std::chrono::milliseconds longest);
    void commit() { open_->commit(); }
    /// Commits what was done before something failed, as far as that can be.
    void keep() noexcept;

private:
    std::optional<transaction> open_;
};

/// Runs revisions one way or the other, and records how far it came.
class revision_runner {
public:
    revision_runner(session& session, version_table& table, const revision_graph& graph, const manager_options& options)
        : session_{session}, table_{table}, graph_{graph}, options_{options} {}

    /// Holds the lock until all of them are done, and returns those that no other program had done before. Throws
    /// usage_error for a revision that says nothing about this database, or what it cannot do, before the first one
    /// runs; and what a statement throws, with its place: then those before it are done.
    std::vector<const revision*> run(std::span<const revision* const> way, bool up);

private:
    void require_runnable(const revision& one, bool up) const;
    [[nodiscard]] std::size_t count_together(std::span<const revision* const> way, bool up) const;
    void run_whole(std::span<const revision* const> together, bool up, std::vector<const revision*>& done);
    bool run_inside(const revision& one, bool up, const section& way);
    bool run_step_by_step(const revision& one, bool up, const section& way);
    void run_steps(const revision& one, bool up, const section& way, revision_row& row);
    void run_recorded(std::span<const step> steps, revision_row& row, migration_progress& progress);
    void run_schema_step(const step& next, std::int32_t number, revision_row& row);
    void begin_step(std::int32_t number, revision_row& row);
    void run_data(const step& next, migration_progress& progress);
    void tell(const migration_progress& progress) const;
    void require_place(const revision& one, bool up);
    [[nodiscard]] bool stays_inside(const revision& one, bool up) const;
    [[nodiscard]] const section& section_of(const revision& one, bool up) const;
    [[nodiscard]] bool is_done(const std::optional<revision_row>& row, bool up) const;

    session& session_;
    version_table& table_;
    const revision_graph& graph_;
    const manager_options& options_;
};

}  // namespace aludel::migrate
