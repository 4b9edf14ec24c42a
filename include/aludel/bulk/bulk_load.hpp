// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include <aludel/bulk/row_source.hpp>
#include <aludel/session/session_core.hpp>
#include <aludel/sql/conflict_policy.hpp>
#include <aludel/sql/statements.hpp>

namespace aludel {

/// What a bulk insert did: rows = inserted + updated + skipped.
struct bulk_result {
    std::uint64_t rows = 0;  ///< read from the range
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;  ///< were there, and something changed
    std::uint64_t skipped = 0;  ///< were there, and nothing was to be done; or a trigger left them out
};

struct bulk_progress {
    std::uint64_t rows = 0;   ///< read so far
    std::uint64_t total = 0;  ///< 0: the range does not know its size
    std::chrono::nanoseconds elapsed{};
};

struct bulk_options {
    /// Called now and then, and once at the end, from the thread that loads, from one at a time if there are several.
    /// An exception ends the load.
    std::function<void(bulk_progress)> on_progress{};
    /// Connections that share the rows, for aludel::bulk_insert(engine, …); a repository has one.
    unsigned parallel = 1;
};

/// Inserts every row of the source or none: in a transaction of its own, or in a savepoint of the session's.
/// Memory stays constant however many rows there are.
bulk_result load_rows(session_core& session, const table_description& table, row_source& source,
                      const conflict_policy& policy, const bulk_options& options = {});

/// Makes the rows of objects ready to be inserted: empty keys and defaults become NULL, which asks the database for
/// them, and the columns that the library keeps get the time.
class insert_preparation {
public:
    explicit insert_preparation(const table_description& table);
    /// As above; `now` is the time for the columns that the library keeps.
    insert_preparation(const table_description& table, const value_view& now);
    /// One row or several, one behind the other.
    void operator()(std::span<value_view> rows) const;
    /// Whether the database is asked for this column's value in a prepared row.
    [[nodiscard]] static bool asks_database(const column_description& column, const value_view& value) noexcept;

private:
    friend void prepare_for_insert(const table_description& table, std::span<value_view> row);

    enum class step : std::uint8_t { none, time, version, key };
    struct column_step {
        column_index column;
        step what;
    };
    static step step_of(const column_description& column) noexcept;
    static void take(step what, const column_description& column, value_view& value, const value_view& now);

    const table_description* table_;
    std::vector<column_step> steps_;  // for the columns that need one
    value_view now_;
};

/// As insert_preparation, for one row.
void prepare_for_insert(const table_description& table, std::span<value_view> row);

}  // namespace aludel
