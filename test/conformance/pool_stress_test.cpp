// SPDX-License-Identifier: BSL-1.0
// Many threads on few connections: each is served in its turn, nothing is lost, and the sums are right. For two
// seconds, or as many as ALUDEL_POOL_SECONDS says.
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>

#include <gtest/gtest.h>

#include "database.hpp"

namespace pool_stress {

using namespace std::chrono_literals;

constexpr int thread_count = 64;

std::chrono::seconds length() {
    const char* const seconds =
        std::getenv("ALUDEL_POOL_SECONDS");  // NOLINT(concurrency-mt-unsafe): no thread runs yet
    return std::chrono::seconds{seconds == nullptr ? 2 : std::atoi(seconds)};
}

struct work_done {
    std::atomic<std::uint64_t> sessions{0};
    std::atomic<std::uint64_t> failures{0};
    std::atomic<bool> is_over{false};
};

/// Reads, and now and then leaves what the pool has to clear up.
void work(aludel::engine& engine, work_done& done) {
    for (std::uint64_t round = 0; !done.is_over; ++round) {
        try {
            aludel::session session = engine.open_session();
            if (round % 16 == 1) {
                session.execute("begin");
            }
            done.failures += session.query_one<int>("select 1") == 1 ? 0 : 1;
            done.failures += session.in_transaction() ? 1 : 0;
            ++done.sessions;
        } catch (const aludel::error& failed) {
            ++done.failures;
            ADD_FAILURE() << failed.what();
        }
    }
}

/// Watches from outside: what is told is of one moment.
void watch(const aludel::engine& engine, const work_done& done) {
    while (!done.is_over) {
        const aludel::pool_statistics seen = engine.statistics();
        EXPECT_EQ(seen.open, seen.opened - seen.closed);
        EXPECT_LE(seen.idle, seen.open);
        EXPECT_LE(seen.in_use + seen.idle, engine.pool_size());
        EXPECT_TRUE(seen.waiting == 0 || seen.idle == 0);
        std::this_thread::sleep_for(1ms);
    }
}

void expect_settled(const aludel::engine& engine, const work_done& done) {
    const aludel::pool_statistics end = engine.statistics();
    EXPECT_EQ(done.failures, 0u);
    EXPECT_EQ(end.leases, done.sessions);
    EXPECT_EQ(end.in_use, 0u);
    EXPECT_EQ(end.waiting, 0u);
    EXPECT_EQ(end.idle, end.open);
    EXPECT_EQ(end.open, end.opened - end.closed);
    EXPECT_EQ(end.timeouts + end.lost + end.refused, 0u);
    EXPECT_LE(end.longest_wait, end.wait_time);
    EXPECT_LT(end.longest_wait, 2s);
    std::cout << "  " << end.leases << " sessions, " << end.waits << " waits, the longest "
              << std::chrono::duration_cast<std::chrono::microseconds>(end.longest_wait).count() << " us, "
              << end.opened << " connections opened\n";
}

TEST(pool_stress, sixty_four_threads_share_four_connections_and_none_starves) {
    for (const aludel::engine_options& options :
         {aludel::engine_options{.pool_size = 4},
          // The same while connections come to their end all the time.
          aludel::engine_options{.pool_size = 4, .max_lifetime = 100ms, .max_idle_time = 5ms}}) {
        aludel::engine engine{conformance::url(), options};
        work_done done;
        std::vector<std::thread> threads;
        for (int i = 0; i < thread_count; ++i) {
            threads.emplace_back([&] { work(engine, done); });
        }
        threads.emplace_back([&] { watch(engine, done); });
        std::this_thread::sleep_for(length());
        done.is_over = true;
        for (std::thread& each : threads) {
            each.join();
        }
        expect_settled(engine, done);
    }
}

}  // namespace pool_stress
