// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

/// Runs one INSERT of many rows without a conflict policy and tells plan.on_stored what is stored for each.
class stored_rows {
public:
    /// `values` are rows × plan.columns; `first` is the number of the first row. Borrows everything.
    stored_rows(session_core& session, const bulk_plan& plan, std::span<const value_view> values, std::size_t rows,
                std::uint64_t first) noexcept
        : session_{session}, plan_{plan}, values_{values}, rows_{rows}, first_{first} {}

    /// For a statement that returns the plan's columns.
    void tell_returned(const std::string& insert) const;
    /// For servers whose inserts return nothing: UUIDs are asked for before, counted keys are known from the first one,
    /// and defaults are read back by the key.
    void tell_asked(const std::string& insert) const;

private:
    void make_uuids(std::span<value_view> values, scratch& kept) const;
    void read_back(std::span<std::vector<value_view>> stored, scratch& kept) const;
    [[nodiscard]] std::vector<std::vector<value_view>> known_values(std::span<const value_view> values,
                                                                    std::uint64_t first_key) const;
    [[nodiscard]] bool was_sent(std::size_t row, column_index column) const;
    [[nodiscard]] bool asks_for_defaults() const;

    session_core& session_;
    const bulk_plan& plan_;
    std::span<const value_view> values_;
    std::size_t rows_;
    std::uint64_t first_;
};

}  // namespace aludel
