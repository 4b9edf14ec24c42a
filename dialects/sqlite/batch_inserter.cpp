// SPDX-License-Identifier: BSL-1.0
#include "batch_inserter.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <sqlite3.h>

#include <aludel/error.hpp>

namespace aludel::sqlite {
namespace {

// A statement of many rows that may have to undo itself keeps a journal of its own: each old page that it touches is
// copied, and beyond 64 KiB that goes to a file (SQLITE_STMTJRNL_SPILL). So such a batch is small: of rows of 60 bytes
// that go between old ones, 200 in a statement wrote twice as many pages as 100, and took 7 % longer (3.40.1, strace).
// But a statement costs about as much as a row does, so large rows share one too.
constexpr std::size_t bytes_beside_a_journal = std::size_t{4} << 10;
constexpr std::size_t most_bytes_beside_a_journal = std::size_t{24} << 10;
constexpr std::size_t rows_worth_a_statement = 8;
constexpr std::size_t most_values_per_batch = 8192;
// At its end a statement notes the last key in sqlite_sequence. If that page has gone to the log meanwhile, because as
// much as the cache holds (2 MB unless `cache_size` says otherwise) has come behind it, it is written again in the
// middle of the log, and the commit reads all that follows to sum it up anew (sqlite3WalFrames, 3.40.1). With 4096
// texts of 2 KB to a statement that was 10 % of a load.
constexpr std::size_t bytes_without_journal = std::size_t{96} << 10;
constexpr std::size_t rows_of_first_statement = 64;

/// Room for a batch, or for the rows that are expected where they are fewer.
std::size_t values_per_batch(const bulk_plan& plan) {
    const std::size_t width = plan.columns.size();
    const std::size_t most_rows = std::max<std::size_t>(1, most_values_per_batch / width);
    return width * (plan.expected_rows == 0 ? most_rows : std::min<std::size_t>(most_rows, plan.expected_rows));
}

/// About what a value takes in a page.
std::size_t stored_bytes(const value_view& value) noexcept {
    constexpr std::size_t bytes_of_a_number = 4;
    return value.borrows() ? value.bytes().size() + 1 : bytes_of_a_number;
}

std::size_t stored_bytes(std::span<const value_view> values) noexcept {
    return std::transform_reduce(values.begin(), values.end(), std::size_t{0}, std::plus{},
                                 [](const value_view& value) { return stored_bytes(value); });
}

/// Where the rows hold the key that the database may have to make, or their width.
std::size_t generated_key_place(const bulk_plan& plan) {
    const column_description* generated = generated_column(*plan.table);
    return generated == nullptr ? plan.columns.size() : place_in(plan.columns, index_in(*plan.table, *generated));
}

}  // namespace

batch_inserter::batch_inserter(bulk_support& support, const bulk_plan& plan, undoing undone)
    : support_{support}, plan_{plan}, waiting_{plan.columns.size(), values_per_batch(plan)}, undone_{undone},
      counts_bytes_{!plan.rows_stay_valid}, values_per_statement_{waiting_.values.size()},
      key_place_{generated_key_place(plan)}, stored_(plan.returning.size()) {
    support_.provide_rows_table(plan_.columns.size());
    insert_ = support_.prepare(insert_of_many_rows(support_.target(), plan_, undone));
    if (!counts_bytes_) {
        limit_rows(undone == undoing::by_rollback ? rows_of_first_statement : rows_worth_a_statement);
    }
}

void batch_inserter::limit_rows(std::size_t rows) {
    values_per_statement_ = std::min(waiting_.values.size(), rows * waiting_.width);
}

/// Judges by the rows of this statement how many the next one should carry: by some of them, unless they are too few.
void batch_inserter::judge_sizes() {
    constexpr std::size_t enough = 16;
    const std::size_t rows = waiting_.filled / waiting_.width;
    if (rows < enough && undone_ == undoing::by_rollback) {
        return;
    }
    const std::size_t step = rows / enough | 1;  // odd: kinds of rows may take turns
    std::size_t seen = 0;
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < rows; row += step, ++seen) {
        bytes += stored_bytes(std::span{waiting_.values}.subspan(row * waiting_.width, waiting_.width));
    }
    const auto rows_of = [&](std::size_t size) {
        return size * seen / std::max<std::size_t>(1, bytes);
    };
    limit_rows(undone_ == undoing::by_rollback
                   ? std::max(enough, rows_of(bytes_without_journal))
                   : std::max({std::size_t{1}, rows_of(bytes_beside_a_journal),
                               std::min(rows_worth_a_statement, rows_of(most_bytes_beside_a_journal))}));
}

/// For rows that are counted: whether they fill a statement.
bool batch_inserter::has_enough_bytes() const noexcept {
    if (undone_ == undoing::by_rollback) {
        return waiting_bytes_ >= bytes_without_journal;
    }
    return waiting_bytes_ >= bytes_beside_a_journal &&
           (waiting_rows_ >= rows_worth_a_statement || waiting_bytes_ >= most_bytes_beside_a_journal);
}

bool batch_inserter::add(std::span<const value_view> row) {
    if (plan_.on_stored) {
        const bool asks_for_key = key_place_ == row.size() || row[key_place_].is_null();
        if (waiting_rows_ > 0 && asks_for_key != waiting_ask_for_keys_) {
            flush();
        }
        waiting_ask_for_keys_ = asks_for_key;
    }
    keep(row);
    // Behind the row and not in front of the next one: the caller frees what rows borrow when none is waiting.
    if ((counts_bytes_ && has_enough_bytes()) || is_full()) {
        flush();
    }
    return waiting_rows_ == 0;
}

std::span<value_view> batch_inserter::room() noexcept {
    const bool looks_at_each = plan_.on_stored || counts_bytes_;
    return looks_at_each ? std::span<value_view>{}
                         : std::span{waiting_.values}.first(values_per_statement_).subspan(waiting_.filled);
}

bool batch_inserter::add_from_room(std::size_t rows) {
    waiting_.filled += rows * waiting_.width;
    waiting_rows_ += rows;
    if (is_full()) {
        flush();
    }
    return waiting_rows_ == 0;
}

void batch_inserter::keep(std::span<const value_view> row) {
    const std::span<value_view> kept = std::span{waiting_.values}.subspan(waiting_.filled, row.size());
    std::copy(row.begin(), row.end(), kept.begin());
    waiting_.filled += row.size();
    ++waiting_rows_;
    if (!counts_bytes_) {
        return;
    }
    for (value_view& value : kept) {
        waiting_bytes_ += stored_bytes(value);
        if (!plan_.rows_stay_valid) {
            value = kept_.keep(value);
        }
    }
}

void batch_inserter::flush() {
    if (waiting_rows_ == 0) {
        return;
    }
    bind_rows(insert_.get(), 1, waiting_);
    support_.updated = 0;
    statement_watch watch{support_.watcher, statement_kind::bulk, insert_.sql()};
    try {
        support_.step(insert_);
        watch.end(waiting_rows_);
    } catch (const error&) {
        if (waiting_.refused != nullptr) {
            refuse();
        }
        throw;
    }
    count(waiting_rows_);
    if (!counts_bytes_) {
        judge_sizes();
    }
    if (plan_.on_stored) {
        report(waiting_rows_);
    }
    sent_rows_ += waiting_rows_;
    waiting_rows_ = 0;
    waiting_.filled = 0;
    kept_.clear();
    waiting_bytes_ = 0;
}

bulk_counts batch_inserter::finish() {
    flush();
    return counts_;
}

void batch_inserter::count(std::uint64_t rows) {
    const auto changed = static_cast<std::uint64_t>(::sqlite3_changes(support_.handle()));
    counts_.inserted += changed - std::min(changed, support_.updated);
    counts_.updated += support_.updated;
    counts_.skipped += rows - changed;
}

/// The last key is told; those before it were counted up to it. All else is stored as it was sent.
void batch_inserter::report(std::uint64_t rows) {
    const column_description* generated = generated_column(*plan_.table);
    std::int64_t key = ::sqlite3_last_insert_rowid(support_.handle()) - static_cast<std::int64_t>(rows);
    for (std::uint64_t row = 0; row < rows; ++row) {
        ++key;
        for (std::size_t i = 0; i < stored_.size(); ++i) {
            const bool is_made = waiting_ask_for_keys_ && &plan_.table->columns[plan_.returning[i]] == generated;
            stored_[i] = is_made ? value_view::of_int64(key) : value_view::kept();
        }
        plan_.on_stored(sent_rows_ + row, row_outcome::inserted, stored_);
    }
}

void batch_inserter::refuse() const {
    const column_index column = plan_.columns[waiting_.refused_column];
    error_details details;
    details.table = plan_.table->name;
    details.column = plan_.table->columns[column].name;
    details.statement = insert_.sql();
    throw mapping_error{place_of(*plan_.table, column) + " is " + waiting_.refused, std::move(details)};
}

}  // namespace aludel::sqlite
