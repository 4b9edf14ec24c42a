// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

/// Sends rows through prepared INSERTs of many rows: the writer of every dialect that has no faster one. Takes plans
/// that insert; it gives stored rows back for those without a conflict policy.
class values_writer final : public bulk_writer {
public:
    values_writer(session_core& session, bulk_plan plan);
    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;

private:
    void send(std::size_t rows);
    void send_and_tell(std::size_t rows);
    void reserve_brought_keys(std::size_t rows);
    [[nodiscard]] bool needs_batch_of_its_own(std::span<const value_view> row) const;
    void count(std::size_t rows, std::uint64_t affected, std::uint64_t already_there);
    std::uint64_t rows_already_there(std::size_t rows);
    std::uint64_t single_number(const std::string& sql);
    const std::string& insert_text(std::size_t rows);

    session_core& session_;
    bulk_plan plan_;
    std::size_t rows_per_batch_;
    std::size_t bytes_per_batch_;
    std::vector<value_view> values_;  // rows × columns
    std::size_t waiting_rows_ = 0;
    std::size_t waiting_bytes_ = 0;
    scratch kept_;
    std::string full_batch_text_;
    std::string last_text_;
    std::size_t last_text_rows_ = 0;
    std::size_t
        key_place_;     // of a key that the database counts, among the plan's columns; behind them if it is not sent
    bool counts_keys_;  // the table has such a key
    std::uint64_t rows_told_ = 0;
    bulk_counts counts_;
};

/// How many rows one INSERT takes: by the limit of parameters, and no more than make it faster.
std::size_t rows_per_insert(const capabilities& facts, std::size_t columns) noexcept;

}  // namespace aludel
