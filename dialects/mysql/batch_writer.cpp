// SPDX-License-Identifier: BSL-1.0
#include "batch_writer.hpp"

#include <algorithm>

#include <aludel/model/scratch.hpp>

#include "errors.hpp"
#include "key_teller.hpp"
#include "load_data.hpp"
#include "many_row_insert.hpp"

namespace aludel::mysql {
namespace {

/// Where a batch ends. LOAD DATA has a cost of its own for each, so that larger ones are better.
struct batch_limits {
    std::size_t rows;
    std::size_t bytes;
};

constexpr std::size_t values_waiting = 1u << 17;  // 4 MiB of value_view
constexpr std::size_t bytes_waiting = 4u << 20;
constexpr std::size_t fewest_rows_to_load = 500;    // below, savepoint and release cost more than LOAD DATA gains
constexpr std::size_t largest_row_to_load = 1'024;  // text of 2 KB: 80 000 rows/s by VALUES, 62 000 by LOAD DATA

class batch_writer final : public bulk_writer {
public:
    explicit batch_writer(bulk_target target);

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;

private:
    [[nodiscard]] batch_limits limits() const;
    [[nodiscard]] bool loads_waiting() const;
    std::uint64_t insert();

    bulk_target to_;
    duplicate_counter duplicates_;
    many_row_insert insert_;
    key_teller keys_;
    load_data load_;
    bool loads_data_;
    batch_limits limits_;
    std::string row_of_;  ///< "a row of users"
    std::vector<value_view> values_;
    scratch kept_;
    std::size_t waiting_rows_ = 0;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t sent_rows_ = 0;
    std::uint64_t affected_rows_ = 0;
};

batch_writer::batch_writer(bulk_target target)
    : to_{std::move(target)},
      duplicates_{to_.connection, to_.plan.policy}, insert_{to_, duplicates_.clause(to_)}, keys_{to_}, load_{to_},
      loads_data_{load_data::suits(to_)}, limits_{limits()}, row_of_{"a row of " + std::string{to_.plan.table->name}} {}

batch_limits batch_writer::limits() const {
    const std::size_t most_bytes = to_.facts.max_statement_bytes / 2;
    if (!loads_data_) {
        return {insert_.rows_per_statement(), most_bytes};
    }
    const std::size_t rows = std::clamp<std::size_t>(values_waiting / to_.plan.columns.size(), 1, 20'000);
    return {rows, bytes_waiting};
}

bool batch_writer::add(std::span<const value_view> row) {
    if (to_.plan.on_stored && waiting_rows_ != 0 && !keys_.go_together(row, std::span{values_}.first(row.size()))) {
        flush();
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        require_storable(to_, i, row[i]);
        bytes += packet_bytes(row[i]);
    }
    require_fitting(bytes, to_.facts, row_of_, {});
    if (to_.plan.rows_stay_valid) {
        values_.insert(values_.end(), row.begin(), row.end());
    } else {
        for (const value_view& value : row) {
            values_.push_back(kept_.keep(value));
        }
    }
    ++waiting_rows_;
    waiting_bytes_ += bytes;
    // Behind the row and not in front of the next one: the caller frees what rows borrow when none is waiting.
    if (waiting_rows_ == limits_.rows || waiting_bytes_ >= limits_.bytes) {
        flush();
    }
    return waiting_rows_ == 0;
}

bool batch_writer::loads_waiting() const {
    const bool is_slower =
        to_.connection.chosen_bulk_path() == bulk_path::best && waiting_bytes_ > waiting_rows_ * largest_row_to_load;
    return loads_data_ && waiting_rows_ >= fewest_rows_to_load && !is_slower;
}

void batch_writer::flush() {
    if (waiting_rows_ == 0) {
        return;
    }
    if (loads_waiting()) {
        // What LOAD DATA did not take as it was, it has not taken at all; an INSERT says why, or takes it.
        loads_data_ = load_.send(values_);
        affected_rows_ += loads_data_ ? waiting_rows_ : insert();
        limits_ = limits();
    } else {
        affected_rows_ += insert();
    }
    sent_rows_ += waiting_rows_;
    values_.clear();
    kept_.clear();
    waiting_rows_ = 0;
    waiting_bytes_ = 0;
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
    return duplicates_.counts(sent_rows_, affected_rows_);
}

}  // namespace

std::unique_ptr<bulk_writer> open_batch_writer(bulk_target target) {
    return std::make_unique<batch_writer>(std::move(target));
}

}  // namespace aludel::mysql
