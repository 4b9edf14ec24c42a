// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/session/session_core.hpp>

#include "row_values.hpp"

namespace aludel {

/// What the insert of one prepared row sends, and what it asks the database for; a default that the table does not
/// have is in both. Borrows the row, and follows what becomes of it.
class insert_columns {
public:
    insert_columns(const session_core& session, const table_description& table, std::span<const value_view> row);

    /// Whether the database is asked for anything, for the key that it counts, for anything else.
    [[nodiscard]] bool ask() const noexcept { return asked_bits_ != 0; }
    [[nodiscard]] bool ask_for_count() const noexcept { return asks_for_count_; }
    [[nodiscard]] bool ask_for_more() const noexcept { return asks_for_more_; }

    [[nodiscard]] bool asks(std::size_t column) const noexcept;
    /// The values that are sent; they stand in `room`.
    [[nodiscard]] std::span<const value_view> sent(row_buffer& room) const;
    /// Hands the statement to `run`: its text follows from the columns that are asked for.
    void with_statement(bool returning, function_ref<void(const statement_source&)> run) const;

private:
    [[nodiscard]] bool sends(std::size_t column) const noexcept;
    [[nodiscard]] std::string text(bool returning) const;

    const session_core* session_;
    const table_description* table_;
    std::span<const value_view> row_;
    std::uint64_t asked_bits_ = 0;  // one for each column that can be asked for
    bool bits_suffice_ = true;
    bool asks_for_count_ = false;
    bool asks_for_more_ = false;
};

}  // namespace aludel
