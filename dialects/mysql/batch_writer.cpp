// SPDX-License-Identifier: BSL-1.0
#include "batch_writer.hpp"

#include <algorithm>

#include <aludel/model/scratch.hpp>

#include "batch_limits.hpp"
#include "batch_loader.hpp"
#include "errors.hpp"
#include "key_teller.hpp"
#include "many_row_insert.hpp"
#include "upsert_counts.hpp"

namespace aludel::mysql {
namespace {

constexpr std::size_t values_waiting = 1u << 18;  // 8 MiB of value_view
constexpr std::size_t bytes_waiting = 8u << 20;
constexpr std::size_t largest_row_to_load = 1'024;  // text of 2 KB: 80 000 rows/s by VALUES, 62 000 by LOAD DATA

class batch_writer final : public bulk_writer {
public:
    explicit batch_writer(bulk_target target);

    bool add(std::span<const value_view> row) override;
    bool take_all(row_giver next) override;
    void flush() override;
    bulk_counts finish() override;

private:
    [[nodiscard]] batch_limits limits() const;
    [[nodiscard]] bool loads_waiting() const;
    [[nodiscard]] bool is_full() const { return limits_.are_reached_by(waiting_); }
    void check(std::span<const value_view> row);
    std::span<const value_view> read(row_giver next);
    void send(load_data::rows_giver more);
    std::uint64_t insert();

    bulk_target to_;
    duplicate_counter duplicates_;
    many_row_insert insert_;
    key_teller keys_;
    std::unique_ptr<batch_loader> loader_;  ///< null where batches are not loaded, or no longer
    batch_limits limits_;
    std::string row_of_;  ///< "a row of users"
    std::vector<value_view> values_;
    scratch kept_;
    row_amount waiting_;
    row_amount sent_;
    std::uint64_t affected_rows_ = 0;
};

batch_writer::batch_writer(bulk_target target)
    : to_{std::move(target)}, duplicates_{to_.connection, to_.plan.policy}, insert_{to_, duplicates_.clause(to_)},
      keys_{to_}, loader_{open_batch_loader(to_, duplicates_.clause(to_))}, limits_{limits()},
      row_of_{"a row of " + std::string{to_.plan.table->name}} {}

batch_limits batch_writer::limits() const {
    const std::size_t most_bytes = to_.facts.max_statement_bytes / 2;
    if (loader_ == nullptr) {
        return {insert_.rows_per_statement(), most_bytes};
    }
    const std::size_t most_rows = loader_->batch_sizes().most_rows;
    return {std::clamp<std::size_t>(values_waiting / to_.plan.columns.size(), 1, most_rows), bytes_waiting};
}

bool batch_writer::add(std::span<const value_view> row) {
    if (to_.plan.on_stored && waiting_.rows != 0 && !keys_.go_together(row, std::span{values_}.first(row.size()))) {
        flush();
    }
    check(row);
    if (to_.plan.rows_stay_valid) {
        values_.insert(values_.end(), row.begin(), row.end());
    } else {
        for (const value_view& value : row) {
            values_.push_back(kept_.keep(value));
        }
    }
    // Behind the row and not in front of the next one: the caller frees what rows borrow when none is waiting.
    if (is_full()) {
        flush();
    }
    return waiting_.rows == 0;
}

/// Throws if the row cannot be stored; else it counts as waiting.
void batch_writer::check(std::span<const value_view> row) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        require_storable(to_, i, row[i]);
        bytes += packet_bytes(row[i]);
    }
    require_fitting(bytes, to_.facts, row_of_, {});
    waiting_ += {1, bytes};
}

bool batch_writer::take_all(row_giver next) {
    if (loader_ == nullptr || !to_.plan.rows_stay_valid) {
        return false;
    }
    bool is_over = false;
    const auto read_more = [&]() -> std::span<const value_view> {
        const std::span<const value_view> rows = is_over || is_full() ? std::span<const value_view>{} : read(next);
        is_over = is_over || (rows.empty() && !is_full());
        return rows;
    };
    while (!is_over) {
        // So many show whether they are to be loaded.
        while (loader_ != nullptr && waiting_.rows < loader_->batch_sizes().fewest_rows && !read_more().empty()) {
        }
        if (loads_waiting()) {
            values_.reserve(limits_.rows * to_.plan.columns.size());  // which LOAD DATA borrows while more come
        } else {
            while (!read_more().empty()) {
            }
        }
        send(read_more);
    }
    return true;
}

/// The next rows, which wait then; none at the end. Not of a full batch.
std::span<const value_view> batch_writer::read(row_giver next) {
    const std::size_t width = to_.plan.columns.size();
    const std::size_t before = values_.size();
    values_.resize(before + limits_.rows_at_once(waiting_, sent_) * width);
    const std::size_t rows = next(std::span{values_}.subspan(before), waiting_.rows == 0);
    values_.resize(before + rows * width);
    const std::span<const value_view> given = std::span{values_}.subspan(before);
    for (std::size_t i = 0; i < given.size(); i += width) {
        check(given.subspan(i, width));
    }
    return given;
}

bool batch_writer::loads_waiting() const {
    const bool is_slower =
        to_.connection.chosen_bulk_path() == bulk_path::best && waiting_.bytes > waiting_.rows * largest_row_to_load;
    return loader_ != nullptr && waiting_.rows >= loader_->batch_sizes().fewest_rows && !is_slower;
}

void batch_writer::flush() {
    send([] { return std::span<const value_view>{}; });
}

/// `more` lets rows wait, and gives those, while the ones before are on their way.
void batch_writer::send(load_data::rows_giver more) {
    if (waiting_.rows == 0) {
        return;
    }
    if (loads_waiting()) {
        // What LOAD DATA did not take as it was, it has not taken at all; an INSERT says why, or takes it.
        const std::optional<std::uint64_t> counted = loader_->send(values_, more);
        if (!counted) {
            loader_.reset();
            limits_ = limits();
        }
        affected_rows_ += counted ? *counted : insert();
    } else {
        affected_rows_ += insert();
    }
    sent_ += waiting_;
    values_.clear();
    kept_.clear();
    waiting_ = {};
}

std::uint64_t batch_writer::insert() {
    return insert_.send(values_, [this](std::span<const value_view> values, std::uint64_t first_key) {
        if (to_.plan.on_stored) {
            keys_.tell(values, first_key);
        }
    });
}

bulk_counts batch_writer::finish() {
    flush();
    return duplicates_.counts(sent_.rows, affected_rows_);
}

}  // namespace

std::unique_ptr<bulk_writer> open_batch_writer(bulk_target target) {
    return std::make_unique<batch_writer>(std::move(target));
}

}  // namespace aludel::mysql
