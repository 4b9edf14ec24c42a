// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <vector>

#include <aludel/model/function_ref.hpp>
#include <aludel/model/table_description.hpp>
#include <aludel/model/value_view.hpp>
#include <aludel/sql/conflict_policy.hpp>

namespace aludel {

/// What a load does with its rows.
enum class bulk_operation : std::uint8_t {
    insert,  ///< as the policy says where a row is there already
    update,  ///< policy.key tells which rows; those that are there take the values of policy.updates
    remove,  ///< policy.key tells which rows, and a row brings nothing else
};

/// What became of one row of a load.
enum class row_outcome : std::uint8_t {
    inserted,
    updated,    ///< was there, and something changed
    unchanged,  ///< was there, and nothing was to be done
    absent,     ///< of an update: is not there
};

/// Gets the stored values of one row; one that says kept() is stored as it was sent. `row` counts the rows of the
/// writer from zero. Valid during the call.
using stored_row_handler =
    std::function<void(std::uint64_t row, row_outcome outcome, std::span<const value_view> values)>;

/// Puts the next rows into the room, one behind the other: as many as there is room for, or fewer. Returns how many; 0
/// behind the last one. `none_waits` says that the rows before were given up, which stay valid until then.
using row_giver = function_ref<std::size_t(std::span<value_view> room, bool none_waits)>;

/// What a bulk load is to do, settled before the first row.
struct bulk_plan {
    const table_description* table = nullptr;
    std::vector<column_index> columns{};  ///< those that are sent, in the order of each row's values
    conflict_policy policy{};
    /// Text and bytes of a row stay valid until the writer gives them up; else only during add().
    bool rows_stay_valid = false;
    bulk_operation operation = bulk_operation::insert;
    /// Columns whose stored values are wanted back, in the order of on_stored's values.
    std::vector<column_index> returning{};
    /// Called once for every row that was sent, in any order, before the flush() that sends it returns. Rows that
    /// do_nothing left alone and rows that are absent come without values. Empty: nobody asks.
    stored_row_handler on_stored{};
    /// For updates: what updated_at becomes in a row that changes and brings NULL for it.
    value_view now{};
    std::uint64_t expected_rows = 0;  ///< how many there will be; 0: not known
};

/// Rows by what became of them. Of an insert they sum up to the rows that were read; rows that an update or a removal
/// did not find are in none.
struct bulk_counts {
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;  ///< was there, and something changed
    std::uint64_t skipped = 0;  ///< was there, and nothing was to be done
    std::uint64_t removed = 0;
};

/// Takes rows and sends them in batches by the fastest way its database has for the plan. Runs inside a transaction
/// that the caller opened; after an exception the caller rolls back and destroys the writer.
class bulk_writer {
public:
    bulk_writer() = default;
    bulk_writer(const bulk_writer&) = delete;
    bulk_writer& operator=(const bulk_writer&) = delete;
    virtual ~bulk_writer() = default;

    /// Takes one row: a value for each of the plan's columns. Of an insert, a NULL in a generated key asks for a new
    /// key, a NULL in a column with a default expression for the default. Of an update or a removal, no two rows that
    /// wait have the same bytes in the key. Returns true when no row is waiting any more, that is,
    /// when everything that was borrowed has been given up.
    virtual bool add(std::span<const value_view> row) = 0;

    /// A second way in, for a writer that takes many rows at once: memory of its own in which the caller puts rows
    /// together, one behind the other, a value for each of the plan's columns. Room for one whole row or several, with
    /// anything in it, until another member is called; the caller may use less of it. Empty for a writer that has no
    /// such memory, or where the plan wants rows one by one: those come by add(). A writer with room overrides both.
    [[nodiscard]] virtual std::span<value_view> room() noexcept { return {}; }
    /// Takes the first rows of the room, at least one. For them holds, and returns, what add() says.
    virtual bool add_from_room(std::size_t) { throw std::logic_error{"this bulk_writer has no room for rows"}; }

    /// A third way in, for a writer that reads rows while the server takes the ones before: takes all that `next`
    /// gives. Returns false, without a call of it, where it has no such way for its plan. What `next` throws comes out
    /// as it is. The connection may be in use during its calls.
    virtual bool take_all(row_giver) { return false; }

    /// Sends what waits. Everything borrowed is given up.
    virtual void flush() = 0;

    /// Sends the rest and ends the load.
    virtual bulk_counts finish() = 0;

    /// Whether rows with the same key may wait together: they are then taken one after the other, and counted so.
    [[nodiscard]] virtual bool takes_repeated_keys() const noexcept { return false; }
};

}  // namespace aludel
