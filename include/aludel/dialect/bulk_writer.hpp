// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <aludel/model/table_description.hpp>
#include <aludel/model/value_view.hpp>
#include <aludel/sql/conflict_policy.hpp>

namespace aludel {

/// What a bulk insert is to do, settled before the first row.
struct bulk_plan {
    const table_description* table = nullptr;
    std::vector<column_index> columns;  ///< those that are sent, in the order of each row's values
    conflict_policy policy;
    /// Text and bytes of a row stay valid until the writer gives them up; else only during add().
    bool rows_stay_valid = false;
};

/// Rows by what became of them. Their sum is the number of rows that were read.
struct bulk_counts {
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;  ///< by do_update, and something changed
    std::uint64_t skipped = 0;  ///< by do_nothing, or by do_update with nothing to change
};

/// Takes rows and sends them in batches by the fastest way its database has for the plan. Runs inside a transaction
/// that the caller opened; after an exception the caller rolls back and destroys the writer.
class bulk_writer {
public:
    bulk_writer() = default;
    bulk_writer(const bulk_writer&) = delete;
    bulk_writer& operator=(const bulk_writer&) = delete;
    virtual ~bulk_writer() = default;

    /// Takes one row: a value for each of the plan's columns. A NULL in a generated key asks for a new key, a NULL
    /// in a column with a default expression for the default. Returns true when no row is waiting any more, that is,
    /// when everything that was borrowed has been given up.
    virtual bool add(std::span<const value_view> row) = 0;

    /// Sends what waits. Everything borrowed is given up.
    virtual void flush() = 0;

    /// Sends the rest and ends the load.
    virtual bulk_counts finish() = 0;
};

}  // namespace aludel
