// SPDX-License-Identifier: BSL-1.0
#include "array_writer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <aludel/model/scratch.hpp>
#include <aludel/sql/statements.hpp>

#include "batch_limits.hpp"
#include "column_array.hpp"
#include "errors.hpp"
#include "many_row_insert.hpp"
#include "statement.hpp"
#include "upsert_counts.hpp"

namespace aludel::mysql {
namespace {

// Measured with 200 000 rows x 7 columns on MariaDB 10.11: see README.md, "Bulk inserts".
constexpr std::size_t rows_per_batch = 4'000;
constexpr std::size_t bytes_per_batch = 1u << 21;

/// What the server counted.
struct told_counts {
    std::uint64_t rows = 0;
    std::uint64_t affected = 0;
    std::uint64_t duplicates = 0;
};

/// Upserts of one row: behind an array of one the server does not tell whether it was there.
class lone_upserts {
public:
    explicit lone_upserts(const bulk_target& target)
        : duplicates_{target.connection, target.plan.policy}, insert_{target, duplicates_.clause(target)} {}

    void send(std::span<const value_view> row) {
        counts_.affected += insert_.send(row, [](std::span<const value_view>, std::uint64_t) {});
        ++counts_.rows;
    }
    [[nodiscard]] told_counts counts() const { return {counts_.rows, counts_.affected, duplicates_.read()}; }

private:
    duplicate_counter duplicates_;
    many_row_insert insert_;
    told_counts counts_;
};

class array_writer final : public bulk_writer {
public:
    explicit array_writer(bulk_target target);

    bool add(std::span<const value_view> row) override;
    [[nodiscard]] std::span<value_view> room() noexcept override;
    bool add_from_room(std::size_t rows) override;
    void flush() override;
    bulk_counts finish() override;

private:
    bool flush_if_full();
    void take(std::span<const value_view> row);
    std::size_t put(std::span<const value_view> row);
    void prepare();
    void send_array();

    bulk_target to_;
    const bool is_upsert_;
    std::string sql_;
    std::string row_of_;          ///< "a row of users"
    statement_handle statement_;  ///< null until the first array: a row alone of an upsert goes another way
    const batch_limits limits_;
    std::vector<column_array> columns_;
    std::vector<value_view> room_;
    scratch kept_;
    std::vector<value_view> first_row_;  ///< of those that wait; of an upsert
    row_amount waiting_;
    row_amount sent_;
    told_counts arrays_;
    std::optional<lone_upserts> lone_;
};

std::string insert_of_one_row(const bulk_target& target) {
    return sql::write_insert(
        {target.spell, target.facts.syntax},
        {.table = target.plan.table, .columns = target.plan.columns, .rows = 1, .policy = nullptr, .returning = {}});
}

array_writer::array_writer(bulk_target target)
    : to_{std::move(target)}, is_upsert_{to_.plan.policy.action != conflict_action::fail},
      sql_{insert_of_one_row(to_) + conflict_clause(to_)}, row_of_{"a row of " + std::string{to_.plan.table->name}},
      limits_{rows_per_batch, std::min(bytes_per_batch, to_.facts.max_statement_bytes / 2)},
      room_(batch_limits::most_rows_at_once * to_.plan.columns.size()), first_row_(to_.plan.columns.size()) {
    columns_.reserve(to_.plan.columns.size());
    for (const column_index column : to_.plan.columns) {
        columns_.emplace_back(to_.plan.table->columns[column].kind, rows_per_batch);
    }
}

void array_writer::prepare() {
    statement_handle prepared = prepare_on(to_.connection, to_.facts, sql_);
    std::vector<MYSQL_BIND> binds;
    for (column_array& column : columns_) {
        binds.push_back(column.bind());
    }
    if (mysql_stmt_bind_param(prepared.get(), binds.data()) != 0) {
        throw_error_of(prepared.get(), sql_);
    }
    statement_ = std::move(prepared);
}

bool array_writer::add(std::span<const value_view> row) {
    take(row);
    return flush_if_full();
}

/// For no more rows than the batch will still take: the caller frees what rows borrow when none waits behind a room, so
/// a batch has to end with one.
std::span<value_view> array_writer::room() noexcept {
    const std::size_t rows = limits_.rows_at_once(waiting_, sent_);
    return std::span{room_}.first(rows * columns_.size());
}

bool array_writer::add_from_room(std::size_t rows) {
    const std::size_t width = columns_.size();
    for (std::size_t i = 0; i < rows; ++i) {
        take(std::span{room_}.subspan(i * width, width));
    }
    return flush_if_full();
}

/// Behind rows and not in front of the next ones: the caller frees what rows borrow when none is waiting.
bool array_writer::flush_if_full() {
    if (limits_.are_reached_by(waiting_)) {
        flush();
    }
    return waiting_.rows == 0;
}

void array_writer::take(std::span<const value_view> row) {
    std::size_t bytes = put(row);
    if (waiting_.rows != 0 && waiting_.bytes + bytes > to_.facts.max_statement_bytes) {
        flush();
        bytes = put(row);  // where the next batch begins; the copies that it may have had are gone with the last one
    }
    waiting_ += {1, bytes};
}

/// Puts the row behind those that wait, and returns the bytes that it takes in the packet, at most. Throws the
/// mapping_error of a value that cannot be stored, or of a row larger than a packet.
std::size_t array_writer::put(std::span<const value_view> row) {
    std::size_t bytes = 0;
    const bool is_noted = is_upsert_ && waiting_.rows == 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        require_storable(to_, i, row[i]);
        const value_view value = to_.plan.rows_stay_valid ? row[i] : kept_.keep(row[i]);
        bytes += columns_[i].put(waiting_.rows, value);
        if (is_noted) {
            first_row_[i] = value;
        }
    }
    require_fitting(bytes, to_.facts, row_of_, sql_);
    return bytes;
}

void array_writer::flush() {
    if (waiting_.rows == 0) {
        return;
    }
    to_.connection.require_idle(sql_);
    if (is_upsert_ && waiting_.rows == 1) {
        if (!lone_) {
            lone_.emplace(to_);
        }
        lone_->send(first_row_);
    } else {
        send_array();
    }
    sent_ += waiting_;
    waiting_ = {};
    kept_.clear();
}

void array_writer::send_array() {
    if (!statement_) {
        prepare();
    }
    const auto rows = static_cast<unsigned int>(waiting_.rows);
    mysql_stmt_attr_set(statement_.get(), STMT_ATTR_ARRAY_SIZE, &rows);
    statement_watch watch{to_.connection.watcher(), statement_kind::bulk, sql_};
    if (mysql_stmt_execute(statement_.get()) != 0) {
        throw_error_of(statement_.get(), sql_);
    }
    // Before the end is told: who hears of it may run statements, whose answers would stand in the place of this one.
    arrays_.duplicates += is_upsert_ ? told_duplicates(to_.connection.handle(), rows, sql_) : 0;
    arrays_.affected += mysql_stmt_affected_rows(statement_.get());
    arrays_.rows += rows;
    watch.end(rows);
}

bulk_counts array_writer::finish() {
    flush();
    if (!is_upsert_) {
        return {.inserted = arrays_.rows, .updated = 0, .skipped = 0, .removed = 0};
    }
    told_counts all = arrays_;
    if (lone_) {
        to_.connection.require_idle(sql_);
        const told_counts more = lone_->counts();
        all = {all.rows + more.rows, all.affected + more.affected, all.duplicates + more.duplicates};
    }
    return counts_of(all.rows, all.affected, all.duplicates);
}

}  // namespace

std::unique_ptr<bulk_writer> open_array_writer(bulk_target target) {
    return std::make_unique<array_writer>(std::move(target));
}

}  // namespace aludel::mysql
