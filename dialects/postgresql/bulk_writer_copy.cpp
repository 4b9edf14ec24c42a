// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <aludel/sql/statements.hpp>

#include "bulk_writer.hpp"
#include "copy_stream.hpp"
#include "key_sequence.hpp"
#include "model/column_places.hpp"

// A row of COPY … (FORMAT binary) = int16 fields, fields × (int32 length or -1 for NULL, bytes). A NULL in a counted
// key would be stored as such: COPY knows no expressions. So keys that rows ask for are reserved and sent.

namespace aludel::postgresql {
namespace {

/// Keys that are reserved at a time: round trips no longer count, and a load that ends early wastes no more.
constexpr std::size_t keys_in_block = 50'000;

// Of rows that wait for their keys.
constexpr std::size_t rows_in_batch = 10'000;
constexpr std::size_t bytes_in_batch = std::size_t{1} << 20;

/// Where a row's key comes from.
enum class key_source {
    row,    ///< every row so far brought one, or nobody wants to know
    block,  ///< all rows ask, and it is known how many they are
    batch,  ///< rows wait until it is known how many ask and which keys the others bring
};

/// The columns that COPY gets: the plan's, and in front of them a key that somebody wants to be told.
std::vector<bulk_column> copied_columns(const bulk_plan& plan, const bulk_load& load) {
    std::vector<bulk_column> columns = load.columns;
    if (load.key && plan.on_stored && !contains(plan.columns, load.key->index)) {
        columns.insert(columns.begin(), *load.key);
    }
    return columns;
}

std::string copy_statement(const connection& on, const bulk_plan& plan, std::span<const bulk_column> columns) {
    std::vector<column_index> indexes;
    for (const bulk_column& column : columns) {
        indexes.push_back(column.index);
    }
    std::string sql = "copy ";
    append_table_name(sql, on.spell(), *plan.table);
    sql += " (";
    sql::append_column_list(sql, on.spell(), *plan.table, indexes);
    return sql + ") from stdin (format binary)";
}

class copy_writer final : public bulk_writer {
public:
    copy_writer(connection& on, const bulk_plan& plan, const bulk_load& load);

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override {
        flush();
        return counts_;
    }

private:
    [[nodiscard]] value_view reserved_key();
    void stream(std::span<const value_view> row, const value_view& key);
    void hold(std::span<const value_view> row, const value_view& key);
    char* write_row(byte_buffer& to, std::span<const value_view> row, const value_view& key);
    void give_keys();
    void send_held();
    void finish_stream();
    void count(std::uint64_t sent, std::uint64_t stored);
    void tell(const value_view& key);

    bulk_plan plan_;
    std::vector<bulk_column> columns_;
    std::size_t key_place_;  // in columns_; behind them without a key
    bool key_is_in_rows_;
    key_source source_ = key_source::row;
    key_sequence sequence_;
    copy_stream stream_;
    std::uint64_t streamed_ = 0;  // rows in the present COPY
    std::vector<std::int64_t> block_;
    std::size_t next_in_block_ = 0;

    byte_buffer held_;
    std::size_t held_rows_ = 0;
    std::vector<std::size_t> asking_;  // where in held_ the keys belong that rows ask for
    std::vector<bool> asks_;           // for each held row

    std::uint64_t told_ = 0;
    std::vector<value_view> stored_;
    bulk_counts counts_;
};

copy_writer::copy_writer(connection& on, const bulk_plan& plan, const bulk_load& load)
    : plan_{plan}, columns_{copied_columns(plan, load)}, key_place_{columns_.size()},
      key_is_in_rows_{columns_.size() == plan.columns.size()}, sequence_{on, *plan.table,
                                                                         load.key ? load.key->index : column_index{0}},
      stream_{on, copy_statement(on, plan, columns_)}, stored_(plan.returning.size()) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        key_place_ = load.key && columns_[i].index == load.key->index ? i : key_place_;
    }
    if (!key_is_in_rows_) {
        source_ = plan.expected_rows > 0 ? key_source::block : key_source::batch;
    }
}

bool copy_writer::add(std::span<const value_view> row) {
    if (source_ == key_source::block) {
        stream(row, reserved_key());
        return true;
    }
    const value_view key = key_is_in_rows_ && key_place_ < row.size() ? row[key_place_] : value_view{};
    sequence_.note_brought(key);
    if (source_ == key_source::row && key.is_null() && key_place_ < columns_.size()) {
        finish_stream();
        source_ = key_source::batch;
    }
    if (source_ == key_source::row) {
        stream(row, key);
    } else {
        hold(row, key);
    }
    return true;  // the row is copied: nothing is borrowed
}

/// The next key of the block, or of a new block.
value_view copy_writer::reserved_key() {
    if (next_in_block_ == block_.size()) {
        finish_stream();
        const std::uint64_t left = plan_.expected_rows > told_ ? plan_.expected_rows - told_ : rows_in_batch;
        block_ = sequence_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(left, keys_in_block)));
        next_in_block_ = 0;
    }
    return value_view::of_int64(block_[next_in_block_++]);
}

void copy_writer::stream(std::span<const value_view> row, const value_view& key) {
    if (!stream_.is_open()) {
        stream_.open();
    }
    write_row(stream_.rows(), row, key);
    ++streamed_;
    tell(key_is_in_rows_ ? value_view::kept() : key);
    stream_.row_is_written();
}

/// Writes the row behind what is there. Returns where its key begins, if it has one.
char* copy_writer::write_row(byte_buffer& to, std::span<const value_view> row, const value_view& key) {
    std::size_t room = sizeof(std::int16_t) + room_for(key);
    for (const value_view& value : row) {
        room += room_for(value);
    }
    char* end = store(to.room_for(room), static_cast<std::int16_t>(columns_.size()));
    char* key_begin = nullptr;
    const value_view* next = row.data();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const bool is_key = i == key_place_;
        key_begin = is_key ? end : key_begin;
        end = write_value(end, plan_, columns_[i], is_key ? key : *next);
        next += is_key && !key_is_in_rows_ ? 0 : 1;
    }
    to.keep_until(end);
    return key_begin;
}

void copy_writer::hold(std::span<const value_view> row, const value_view& key) {
    const bool asks = key.is_null();
    const char* const key_begin = write_row(held_, row, asks ? value_view::of_int64(0) : key);
    if (asks) {
        asking_.push_back(static_cast<std::size_t>(key_begin - held_.data()));
    }
    asks_.push_back(asks);
    ++held_rows_;
    if (held_rows_ >= rows_in_batch || held_.size() >= bytes_in_batch) {
        send_held();
    }
}

void copy_writer::give_keys() {
    sequence_.move_behind_brought();
    const std::vector<std::int64_t> keys =
        asking_.empty() ? std::vector<std::int64_t>{} : sequence_.reserve(asking_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        write_value(held_.data() + asking_[i], plan_, columns_[key_place_], value_view::of_int64(keys[i]));
    }
    std::size_t next = 0;
    for (std::size_t row = 0; plan_.on_stored && row < held_rows_; ++row) {
        tell(asks_[row] ? value_view::of_int64(keys[next++]) : value_view::kept());
    }
}

void copy_writer::send_held() {
    give_keys();
    stream_.open();
    stream_.send(stream_.rows());
    stream_.send(held_);
    count(held_rows_, stream_.finish());
    held_rows_ = 0;
    asking_.clear();
    asks_.clear();
}

void copy_writer::finish_stream() {
    if (stream_.is_open()) {
        count(streamed_, stream_.finish());
        streamed_ = 0;
    }
}

/// A trigger may leave rows out.
void copy_writer::count(std::uint64_t sent, std::uint64_t stored) {
    counts_.inserted += stored;
    counts_.skipped += sent - stored;
}

void copy_writer::flush() {
    finish_stream();
    if (held_rows_ > 0) {
        send_held();
    }
    // Behind the rows: a load that fails leaves the sequence alone.
    sequence_.move_behind_brought();
}

/// Nothing but the key is asked for: all else is stored as it was sent.
void copy_writer::tell(const value_view& key) {
    if (plan_.on_stored) {
        std::fill(stored_.begin(), stored_.end(), key);
        plan_.on_stored(told_++, row_outcome::inserted, stored_);
    }
}

}  // namespace

std::unique_ptr<bulk_writer> make_copy_writer(connection& on, const bulk_plan& plan, const bulk_load& load) {
    return std::make_unique<copy_writer>(on, plan, load);
}

}  // namespace aludel::postgresql
