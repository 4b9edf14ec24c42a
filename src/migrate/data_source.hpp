// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <aludel/bulk/row_source.hpp>
#include <aludel/migrate/data_files.hpp>

#include "data_reader.hpp"

namespace aludel::migrate {

/// The rows of a file as rows of a table.
class data_source final : public row_source {
public:
    using progress = std::function<void(const data_progress&)>;

    /// Throws error when the file's columns are not the table's.
    data_source(std::unique_ptr<data_reader> reader, const table_description& table, const capabilities& facts,
                const progress& on_progress);

    bool next(std::span<value_view> row, scratch& temporaries) override;
    [[nodiscard]] bool rows_stay_valid() const noexcept override { return false; }
    [[nodiscard]] std::uint64_t size() const override { return 0; }

    /// The table as it takes the file's rows: what a row says is kept, a NULL where there is a default, too. Borrowed
    /// from this object.
    [[nodiscard]] const table_description& table() const noexcept { return as_stored_; }
    /// Those that the rows bring, in the order of the table.
    [[nodiscard]] const std::vector<column_index>& sent() const noexcept { return sent_; }
    [[nodiscard]] std::uint64_t line() const noexcept { return reader_->line(); }
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
    void match_columns();
    void choose_sent(const capabilities& facts);
    void report() const;
    [[noreturn]] void fail_value(std::size_t column, const file_value& value, decode_error wrong) const;

    std::unique_ptr<data_reader> reader_;
    const table_description& table_;
    const progress& on_progress_;
    std::vector<column_description> columns_;
    table_description as_stored_;
    std::vector<column_index> places_;  // for each of the file's columns, its place in the table
    std::vector<column_index> sent_;
    std::vector<value_room> rooms_;
    std::vector<value_view> absent_;  // what a column is that the file leaves out
    std::uint64_t rows_ = 0;
};

}  // namespace aludel::migrate
