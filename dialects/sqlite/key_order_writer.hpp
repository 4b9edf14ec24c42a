// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <vector>

#include <aludel/model/scratch.hpp>

#include "row_writers.hpp"

namespace aludel::sqlite {

/// Lets many rows wait and hands them on in the order of their keys, rows with the same key in the order in which they
/// came. Neighbours are on one page of the table then, so a batch reads and writes each page once, however small the
/// page cache is. For plans of which it does not matter which row comes first.
class key_order_writer final : public aludel::bulk_writer {
public:
    key_order_writer(std::unique_ptr<row_writer> writer, const bulk_plan& plan);

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override { return true; }

private:
    /// A row by its key's first bytes, which settle most comparisons.
    struct place {
        std::uint64_t head;
        std::size_t row;
    };
    [[nodiscard]] std::span<const value_view> row_at(std::size_t row) const;
    [[nodiscard]] bool is_before(const place& left, const place& right) const;
    std::vector<place> places_in_order() const;

    std::unique_ptr<row_writer> writer_;
    std::size_t width_;
    std::vector<std::size_t> key_places_;
    bool rows_stay_valid_;
    std::vector<value_view> waiting_;  // rows × width
    scratch kept_;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t sent_rows_ = 0;
};

}  // namespace aludel::sqlite
