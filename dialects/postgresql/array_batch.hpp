// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bulk_columns.hpp"

namespace aludel::postgresql {

/// Rows of a batch.
struct row_range {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// One column of a batch as an array in binary form (array_recv, src/backend/utils/adt/arrayfuncs.c):
///     array = int32 dimensions = 1, int32 has NULLs, uint32 element type, int32 elements, int32 lower bound = 1,
///             elements × (int32 length or -1 for NULL, bytes)
class column_array {
public:
    explicit column_array(type_id element) : element_{element} { clear(); }

    void clear();
    void add(const bulk_plan& plan, const bulk_column& column, const value_view& value) {
        char* const to = bytes_.room_for(room_for(value));
        bytes_.keep_until(write_value(to, plan, column, value));
        has_nulls_ = has_nulls_ || value.is_null();
    }
    /// Writes the header: the array is ready to be a parameter.
    void complete(std::size_t elements) noexcept;
    /// A copy that holds only these rows, complete.
    [[nodiscard]] column_array part(row_range rows) const;

    [[nodiscard]] const char* data() const noexcept { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

private:
    [[nodiscard]] std::size_t behind(std::size_t position, std::size_t elements) const noexcept;

    type_id element_;
    byte_buffer bytes_;
    bool has_nulls_ = false;
};

/// Rows on their way into one statement, column by column.
class array_batch {
public:
    explicit array_batch(std::span<const bulk_column> columns);

    /// Rows are copied. `number` is the row's in the whole load.
    void add(const bulk_plan& plan, std::span<const bulk_column> columns, std::span<const value_view> row,
             std::uint64_t number);
    void clear();

    [[nodiscard]] std::size_t rows() const noexcept { return numbers_.size(); }
    [[nodiscard]] std::span<const std::uint64_t> numbers() const noexcept { return numbers_; }
    [[nodiscard]] bool is_full() const noexcept;
    /// The arrays of these rows, ready to be parameters.
    [[nodiscard]] std::span<const column_array> arrays(row_range rows, std::vector<column_array>& room);

private:
    std::vector<column_array> arrays_;
    std::vector<std::uint64_t> numbers_;
    std::size_t bytes_ = 0;
};

}  // namespace aludel::postgresql
