// SPDX-License-Identifier: BSL-1.0
#include <aludel/bulk/parallel_load.hpp>

#include <exception>
#include <optional>
#include <thread>

#include <aludel/session/session.hpp>

namespace aludel {
namespace {

/// Ends a load whose sister failed. Never leaves load_in_parallel.
struct load_was_stopped {};

/// What the loads share: the sums of what they did, and the first error.
class shared_load {
public:
    shared_load(const table_description& table, row_dealer& rows, const conflict_policy& policy,
                const bulk_options& options)
        : table_{table}, rows_{rows}, policy_{policy}, options_{options} {}

    /// Loads on the connection until the rows are at their end, and gives it back.
    void load_on(session session) noexcept {
        until_first_error([&] { load(session); });
    }
    /// As above, on a connection of its own if one comes free in time: otherwise the others load the rows.
    void help(engine& db) noexcept {
        until_first_error([&] {
            if (std::optional<session> own = free_session(db)) {
                load(*own);
            }
        });
    }

    bulk_result result() const {
        if (first_error_ != nullptr) {
            std::rethrow_exception(first_error_);
        }
        return result_;
    }

private:
    template <class Work>
    void until_first_error(Work work) noexcept {
        try {
            work();
        } catch (const load_was_stopped&) {
        } catch (...) {
            keep_first(std::current_exception());
        }
    }

    static std::optional<session> free_session(engine& db) {
        try {
            return db.open_session();
        } catch (const timeout&) {
            return std::nullopt;
        }
    }

    void load(session& session) {
        const std::unique_ptr<row_source> source = rows_.source();
        bulk_options own;
        std::uint64_t reported = 0;
        if (options_.on_progress) {
            own.on_progress = [&](bulk_progress progress) {
                report(progress.rows - reported);
                reported = progress.rows;
            };
        }
        const bulk_result loaded = load_rows(session.core(), table_, *source, policy_, own);
        const std::lock_guard lock{mutex_};
        result_.rows += loaded.rows;
        result_.inserted += loaded.inserted;
        result_.updated += loaded.updated;
        result_.skipped += loaded.skipped;
    }

    void keep_first(std::exception_ptr error) noexcept {
        rows_.stop();
        const std::lock_guard lock{mutex_};
        if (first_error_ == nullptr) {
            first_error_ = std::move(error);
        }
    }
    void report(std::uint64_t more) {
        const std::lock_guard lock{mutex_};
        reported_ += more;
        options_.on_progress({reported_, rows_.size(), std::chrono::steady_clock::now() - started_});
    }

    const table_description& table_;
    row_dealer& rows_;
    const conflict_policy& policy_;
    const bulk_options& options_;
    std::mutex mutex_;
    bulk_result result_;
    std::uint64_t reported_ = 0;
    std::exception_ptr first_error_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

std::size_t connections_for(const engine& db, const capabilities& facts, const bulk_options& options) {
    const std::size_t wanted = std::max(1u, options.parallel);
    return facts.one_writer ? 1 : std::min(wanted, db.pool_size());
}

}  // namespace

void row_dealer::require_going() const {
    if (stopped_) {
        throw load_was_stopped{};
    }
}

bulk_result load_in_parallel(engine& db, const table_description& table, row_dealer& rows,
                             const conflict_policy& policy, const bulk_options& options) {
    shared_load shared{table, rows, policy, options};
    {
        session own = db.open_session();
        const std::size_t connections = connections_for(db, own.facts(), options);
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < connections; ++i) {
            threads.emplace_back([&] { shared.help(db); });
        }
        shared.load_on(std::move(own));
    }
    return shared.result();
}

}  // namespace aludel
