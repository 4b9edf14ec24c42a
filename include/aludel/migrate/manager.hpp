// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/migrate/revision_graph.hpp>
#include <aludel/model/reflect.hpp>
#include <aludel/session/engine.hpp>

namespace aludel::migrate {

/// Whether a database's schema is the one that the program's revisions lead to.
enum class schema_status : std::uint8_t {
    no_info,            ///< no revision was applied
    upgrade_available,  ///< some were, others were not
    up_to_date,
};

/// What sync() did.
enum class sync_result : std::uint8_t { created, upgraded, already_up_to_date };

/// Lower-case words: "upgrade available".
[[nodiscard]] std::string_view to_string(schema_status status);
[[nodiscard]] std::string_view to_string(sync_result result);

/// How far a revision has come in a database.
enum class revision_state : std::uint8_t {
    applied,
    upgrading,    ///< its way up was begun, and did not come to its end
    downgrading,  ///< its way down was begun, and did not come to its end
};

/// A revision that a database has, or was about to get or lose.
struct recorded_revision {
    std::string id{};
    std::string message{};
    std::string checksum{};
    std::chrono::sys_time<std::chrono::microseconds> changed_at{};
    revision_state state = revision_state::applied;
    std::size_t steps_done = 0;  ///< of its way up or down; 0 once it is applied
};

/// One statement of a migration, which is about to be run.
struct migration_progress {
    const revision* running = nullptr;
    bool up = true;
    std::size_t step = 0;    ///< counted from 1
    std::size_t steps = 0;   ///< in this revision
    std::uint64_t rows = 0;  ///< changed so far by a step that is run in parts
};

struct manager_options {
    /// Longest wait for another program that migrates the same database, until it has done all of its work; after it
    /// the call throws timeout.
    std::chrono::milliseconds lock_timeout = std::chrono::minutes{10};
    std::function<void(const migration_progress&)> on_progress{};
    /// Go on although the file of an applied revision is not what it was.
    bool allow_changed_files = false;
};

/// The descriptions of mapped structs, which say what schema the program wants.
template <class... Structs>
[[nodiscard]] std::span<const table_description* const> tables_of() {
    static constexpr const table_description* tables[] = {&table_of<Structs>...};
    return tables;
}

/// Brings a database's schema to where a program's revisions lead, and records in the table aludel_revisions which ones
/// it has. Every call may be made by several programs at the same time: one does the work, the others wait until it has
/// done all of it.
///
/// Where a server keeps DDL inside transactions, a revision is applied whole or not at all; where a transaction is the
/// only lock, as on SQLite, those of one call share it. Elsewhere each step is recorded: after a failure the same call
/// goes on with the step that failed.
///
/// Throws usage_error for revisions that do not fit the database, timeout if another program does not come to its end,
/// and the classified error of a statement that fails, which then names revision and step. Not thread safe; the engine
/// must outlive it.
class manager {
public:
    manager(engine& database, revision_graph revisions, std::span<const table_description* const> tables = {},
            manager_options options = {});

    [[nodiscard]] schema_status status();
    /// Creates the tables (if no revision was applied) or upgrades to all heads: what each instance of a service calls
    /// when it starts.
    sync_result sync();

    /// Creates those tables that are not there, and records every revision as applied without running it. Throws
    /// usage_error if the database has a revision.
    void create();
    /// See revision_graph::way_up. Returns the revisions that were applied.
    std::vector<const revision*> upgrade(std::string_view target = "heads");
    /// See revision_graph::way_down. Returns the revisions that were taken back.
    std::vector<const revision*> downgrade(std::string_view target);
    /// Records that the schema is at this revision, whatever was recorded before, and runs nothing: an id, "head",
    /// "heads" or "base".
    void stamp(std::string_view target);
    /// Drops the tables, and the record of revisions.
    void drop();

    /// What the database has, parents first; those that are not in the graph come last.
    [[nodiscard]] std::vector<recorded_revision> recorded();
    /// The statements that upgrade() would run from one revision ("base" or an id) to another, for a server that the
    /// program may not reach, with what records the revisions. Connects to nothing.
    [[nodiscard]] std::string script(std::string_view from, std::string_view to) const;

    [[nodiscard]] const revision_graph& revisions() const noexcept { return revisions_; }

private:
    bool create_if_new();

    engine* database_;
    revision_graph revisions_;
    std::span<const table_description* const> tables_;
    manager_options options_;
};

}  // namespace aludel::migrate
