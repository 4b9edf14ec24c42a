// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <aludel/repository/patch.hpp>
#include <aludel/sql/statements.hpp>

/// From an object's row to what statements about it need.
namespace aludel {

/// Room for the values of one row: on the stack, unless they are many.
class row_buffer {
public:
    explicit row_buffer(std::size_t columns) : many_(columns > few ? columns : 0), size_{columns} {
        if (columns <= few) {
            std::uninitialized_value_construct_n(on_stack(), columns);
        }
    }
    row_buffer(const row_buffer&) = delete;
    row_buffer& operator=(const row_buffer&) = delete;

    [[nodiscard]] std::span<value_view> values() noexcept { return {many_.empty() ? on_stack() : many_.data(), size_}; }

private:
    static constexpr std::size_t few = 32;
    value_view* on_stack() noexcept { return reinterpret_cast<value_view*>(bytes_); }

    alignas(value_view) std::byte bytes_[few * sizeof(value_view)];
    std::vector<value_view> many_;
    std::size_t size_;
};

/// The object's values, one per column. They borrow from the object and the scratch.
std::vector<value_view> row_of(const table_description& table, const void* object, scratch& temporaries);

/// The values of the primary key in a row.
std::vector<value_view> key_of(const table_description& table, std::span<const value_view> row);

/// No row has such a key.
bool has_null(std::span<const value_view> key);

/// The changes, borrowed.
std::vector<sql::assignment> borrowed(std::span<const owned_assignment> changes);

/// What an update of these columns writes: not the columns that the library keeps, unless the caller set them.
std::vector<sql::assignment> assignments_of(const table_description& table, std::span<const value_view> row,
                                            std::span<const column_index> columns);

/// The condition, and where the table marks removed rows, that a row is not one of them.
expression still_there(const table_description& table, expression condition);

/// Whether making the stored object may throw what is not ours, when the row is written already.
bool runs_user_code(const table_description& table);

/// The time that goes into the table's updated_at where a change is made; none for a table without one.
std::optional<value_view> touch_time(const table_description& table);

}  // namespace aludel
