// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>

#include "bulk_support.hpp"
#include "bulk_text.hpp"
#include "rows_module.hpp"

namespace aludel::sqlite {

/// Inserts batches of rows by INSERT … SELECT from the virtual table in which they wait. Tells what became of each row
/// only where that needs no asking: policy `fail`, and keys that follow each other.
class batch_inserter final : public aludel::bulk_writer {
public:
    batch_inserter(bulk_support& support, const bulk_plan& plan, undoing undone);

    bool add(std::span<const value_view> row) override;
    [[nodiscard]] std::span<value_view> room() noexcept override;
    bool add_from_room(std::size_t rows) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override { return true; }

private:
    void keep(std::span<const value_view> row);
    [[nodiscard]] bool is_full() const noexcept { return waiting_.filled + waiting_.width > values_per_statement_; }
    void limit_rows(std::size_t rows);
    void judge_sizes();
    [[nodiscard]] bool has_enough_bytes() const noexcept;
    void count(std::uint64_t rows);
    void report(std::uint64_t rows);
    [[noreturn]] void refuse() const;

    bulk_support& support_;
    bulk_plan plan_;
    bulk_support::borrowed insert_;
    waiting_rows waiting_;
    scratch kept_;
    undoing undone_;
    bool counts_bytes_;  // else they stay with the caller, and the last statement's say how many one carries
    std::size_t values_per_statement_;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t waiting_rows_ = 0;
    std::uint64_t sent_rows_ = 0;
    std::size_t key_place_;              // of the generated key in the rows, or their width
    bool waiting_ask_for_keys_ = false;  // all rows of a batch do, or none
    std::vector<value_view> stored_;
    bulk_counts counts_;
};

}  // namespace aludel::sqlite
