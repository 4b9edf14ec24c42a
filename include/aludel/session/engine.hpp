// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include <aludel/session/options.hpp>
#include <aludel/session/pool_statistics.hpp>
#include <aludel/session/session.hpp>
#include <aludel/session/transaction.hpp>

namespace aludel {

template <class T>
class repository;

/// The door to one database: its connection string, its dialect and a pool of connections. Shared by all threads;
/// connects when the first session is opened. Sessions must not outlive it. A child process (fork) needs an engine of
/// its own: one that has been used before is refused there, and leaves the parent's connections as they are.
class engine {
public:
    /// Throws usage_error for a connection string that cannot work: an unknown scheme or parameter is named, with
    /// the known ones.
    explicit engine(std::string_view url, engine_options options = {});
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;
    ~engine();

    /// Leases a connection: who asks first is served first. Throws connection_lost, or timeout when none came free
    /// within `acquire_timeout`; usage_error in a child process of the one that has used the engine.
    [[nodiscard]] session open_session();

    /// Runs `work(session)` in a transaction and returns its result: commits, or rolls back on an exception. After a
    /// transaction_conflict, and after nothing else, it is run again, up to `attempts` times, after growing, jittered
    /// pauses: `work` must bear that.
    template <class Work>
    auto transaction(Work&& work, work_options options = {}) {
        using result = std::invoke_result_t<Work&, session&>;
        for (unsigned attempt = 1;; ++attempt) {
            try {
                session session = open_session();
                aludel::transaction transaction{session, {options.isolation, options.access}};
                if constexpr (std::is_void_v<result>) {
                    work(session);
                    transaction.commit();
                    return;
                } else {
                    result value = work(session);
                    transaction.commit();
                    return value;
                }
            } catch (const transaction_conflict&) {
                if (attempt >= options.attempts) {
                    throw;
                }
                pause_before_attempt(attempt + 1);
            }
        }
    }

    /// The same for `work(repository)`, a repository<T> inside the transaction. Needs aludel/repository/repository.hpp.
    template <class T, class Work>
    auto repository(Work&& work, work_options options = {}) {
        return transaction(
            [&work](session& session) {
                aludel::repository<T> objects{session};
                return work(objects);
            },
            options);
    }

    /// Creates the tables of these structs that do not exist yet, in the order that their foreign keys need.
    template <class... Structs>
    void create_all() {
        static constexpr const table_description* tables[] = {&table_of<Structs>...};
        create_tables(tables);
    }
    /// Drops the tables of these structs that exist, in the reverse order.
    template <class... Structs>
    void drop_all() {
        static constexpr const table_description* tables[] = {&table_of<Structs>...};
        drop_tables(tables);
    }

    /// The connection string as it may be shown: without the password.
    [[nodiscard]] std::string_view url() const noexcept;

    /// How many connections there may be at a time.
    [[nodiscard]] std::size_t pool_size() const noexcept;

    /// What the connections are doing and have done. Throws usage_error in a child process, as open_session() does.
    [[nodiscard]] pool_statistics statistics() const;

private:
    static void pause_before_attempt(unsigned attempt);
    void create_tables(std::span<const table_description* const> tables);
    void drop_tables(std::span<const table_description* const> tables);

    std::shared_ptr<connection_pool> pool_;
};

}  // namespace aludel
