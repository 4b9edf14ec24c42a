// SPDX-License-Identifier: BSL-1.0
#include <aludel/bulk/bulk_load.hpp>

#include <algorithm>

#include <aludel/error.hpp>

#include "waiting_keys.hpp"
#include "writers.hpp"

namespace aludel {
namespace {

constexpr std::uint64_t rows_between_reports = 10'000;

bulk_counts& operator+=(bulk_counts& sum, const bulk_counts& more) {
    sum.inserted += more.inserted;
    sum.updated += more.updated;
    sum.skipped += more.skipped;
    return sum;
}

/// Some databases refuse to touch a row twice in one statement, and counts would depend on where batches end.
std::span<const column_index> key_to_watch(const conflict_policy& policy, const syntax& facts) {
    const bool watched = policy.action == conflict_action::do_update && facts.upsert == upsert_syntax::on_conflict;
    return watched ? std::span<const column_index>{policy.key} : std::span<const column_index>{};
}

/// One load: from the source's rows to the writer's batches.
class load {
public:
    load(session_core& session, const table_description& table, row_source& source, const conflict_policy& policy)
        : session_{session}, table_{table}, source_{source}, policy_{policy}, prepare_{table},
          keys_{key_to_watch(policy, session.facts().syntax)}, row_(table.columns.size()) {}

    /// Reads the first row, before a transaction is begun for nothing.
    bool is_empty() { return !source_.next(row_, temporaries_); }

    /// For a source that is not empty.
    bulk_result run(const bulk_options& options) {
        std::size_t taken = 1;
        take_row_at_hand();
        const bool is_read = is_read_by_writer(options);
        do {
            rows_ += taken;
            if (rows_ % rows_between_reports == 0) {
                report(options);
            }
            taken = is_read ? 0 : take_next();
        } while (taken > 0);
        close_writer();
        report(options);
        return {rows_, counts_.inserted, counts_.updated, counts_.skipped};
    }

    /// Ends the writer without its rows: it may occupy the connection, which the rollback needs.
    void give_up() noexcept { writer_.reset(); }

    void report(const bulk_options& options) const {
        if (options.on_progress) {
            options.on_progress({rows_, source_.size(), std::chrono::steady_clock::now() - started_});
        }
    }

private:
    void take_row_at_hand() {
        prepare_(row_);
        add();
    }

    /// Reads and takes as many rows as can be had at once, and says how many; none at the end.
    std::size_t take_next() {
        const std::span<value_view> room = room_for_rows();
        if (room.empty()) {
            if (!source_.next(row_, temporaries_)) {
                return 0;
            }
            take_row_at_hand();
            return 1;
        }
        const std::size_t rows = source_.next_rows(room, row_.size(), temporaries_);
        if (rows > 0) {
            prepare_(room.first(rows * row_.size()));
            if (writer_->add_from_room(rows)) {
                temporaries_.clear();
            }
        }
        return rows;
    }

    /// Whether the writer has taken all that is left, reading it while its statements run. Not where that would run the
    /// program's own functions, which may use the session.
    bool is_read_by_writer(const bulk_options& options) {
        return source_.is_memory() && !options.on_progress && !watches_keys_ && left_out_.empty() &&
               writer_->take_all([this](std::span<value_view> room, bool none_waits) {
                   if (none_waits) {
                       temporaries_.clear();
                   }
                   const std::size_t rows = source_.next_rows(room, row_.size(), temporaries_);
                   prepare_(room.first(rows * row_.size()));
                   rows_ += rows;
                   return rows;
               });
    }

    /// The writer's, as far as the next report; empty while each row has to be looked at here.
    std::span<value_view> room_for_rows() const {
        if (watches_keys_ || !left_out_.empty()) {
            return {};
        }
        const std::span<value_view> room = writer_->room();
        return room.first(std::min(room.size(), (rows_between_reports - rows_ % rows_between_reports) * row_.size()));
    }

    void add() {
        if (!writer_ || !fits_plan()) {
            open_writer();
        }
        if (watches_keys_ && !keys_.add(row_)) {
            writer_->flush();
            keys_.clear();
            keys_.add(row_);
        }
        if (writer_->add(sent_part_of_row())) {
            keys_.clear();
            temporaries_.clear();
        }
    }

    std::span<const value_view> sent_part_of_row() {
        if (left_out_.empty()) {
            return row_;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            sent_[i] = row_[columns_[i]];
        }
        return sent_;
    }

    /// Columns that the first row leaves to the database are not sent at all, which every database likes best. The
    /// first row that differs ends that, for all that follow.
    bool fits_plan() const {
        return std::all_of(left_out_.begin(), left_out_.end(), [this](column_index column) {
            return insert_preparation::asks_database(table_.columns[column], row_[column]);
        });
    }

    void open_writer() {
        const bool first = !writer_;
        // The row at hand may live in the scratch, which must survive the writer that is closed here.
        close_writer();
        columns_.clear();
        left_out_.clear();
        for (std::size_t i = 0; i < row_.size(); ++i) {
            const column_description& column = table_.columns[i];
            const bool leave_out = first && insert_preparation::asks_database(column, row_[i]) &&
                                   table_has_default(session_.facts(), column);
            (leave_out ? left_out_ : columns_).push_back(static_cast<column_index>(i));
        }
        if (columns_.empty()) {  // nothing but generated values: a row still needs one column to stand in
            columns_.push_back(left_out_.front());
            left_out_.erase(left_out_.begin());
        }
        sent_.resize(columns_.size());
        writer_ = writer_for(session_, {.table = &table_,
                                        .columns = columns_,
                                        .policy = policy_,
                                        .rows_stay_valid = source_.rows_stay_valid(),
                                        .expected_rows = source_.size()});
        watches_keys_ = keys_.are_watched() && !writer_->takes_repeated_keys();
    }

    void close_writer() {
        if (writer_) {
            counts_ += writer_->finish();
            writer_.reset();
            keys_.clear();
        }
    }

    session_core& session_;
    const table_description& table_;
    row_source& source_;
    const conflict_policy& policy_;
    insert_preparation prepare_;
    waiting_keys keys_;
    bool watches_keys_ = true;
    scratch temporaries_;
    std::vector<value_view> row_;
    std::vector<column_index> columns_;
    std::vector<column_index> left_out_;
    std::vector<value_view> sent_;
    std::unique_ptr<bulk_writer> writer_;
    bulk_counts counts_;
    std::uint64_t rows_ = 0;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace

bulk_result load_rows(session_core& session, const table_description& table, row_source& source,
                      const conflict_policy& policy, const bulk_options& options) {
    if (policy.action != conflict_action::fail && session.facts().syntax.upsert == upsert_syntax::none) {
        throw usage_error{"this database has no upsert, so bulk_insert takes no conflict policy on it"};
    }
    if (options.parallel > 1) {
        throw usage_error{"a repository has one connection, so its bulk_insert cannot load in parallel; use "
                          "aludel::bulk_insert(engine, rows, {.parallel = …})"};
    }
    load one{session, table, source, policy};
    bulk_result result;
    if (one.is_empty()) {
        one.report(options);
        return result;
    }
    session.atomically([&] {
        try {
            result = one.run(options);
        } catch (...) {
            one.give_up();
            throw;
        }
    });
    return result;
}

}  // namespace aludel
