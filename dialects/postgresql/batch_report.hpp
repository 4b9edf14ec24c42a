// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>

#include "array_batch.hpp"
#include "batch_statements.hpp"
#include "result_reader.hpp"

namespace aludel::postgresql {

/// What became of the rows of one batch after the other: counts them, and tells those who asked.
class batch_report {
public:
    explicit batch_report(const bulk_plan& plan) : plan_{plan}, values_(plan.returning.size()) {}

    /// `numbers`: the rows' in the whole load; borrowed until the next batch begins.
    void begin(std::span<const std::uint64_t> numbers);

    /// Takes the answer to the batch's statement for these rows.
    void take(const PGresult* result, batch_answer answer, row_range rows);
    /// Takes rows that were found, and not touched but by another row of the batch that has the same key.
    void take_found(const PGresult* result, row_range rows);
    [[nodiscard]] bool knows_all(row_range rows) const;
    /// Takes note that nothing came back of the other rows.
    void end(row_range rows);

    [[nodiscard]] bulk_counts& counts() noexcept { return counts_; }

private:
    void count(const PGresult* result, batch_answer answer, row_range rows);
    void take_in_order(const PGresult* result, row_range rows);
    void take_numbered(const PGresult* result, row_range rows, bool is_found);
    [[nodiscard]] row_outcome outcome_of(bool is_new, bool is_found) const;
    void count(row_outcome outcome);
    [[nodiscard]] value_view field(const PGresult* result, int row, std::size_t column);
    void read(const PGresult* result, int row, std::size_t first_column);
    void tell(std::size_t place, row_outcome outcome, std::span<const value_view> values);

    const bulk_plan& plan_;
    bulk_counts counts_;
    std::span<const std::uint64_t> numbers_;
    std::vector<bool> known_;
    std::vector<value_view> values_;
    result_reader reader_;  // of the present result
    scratch temporaries_;
};

}  // namespace aludel::postgresql
