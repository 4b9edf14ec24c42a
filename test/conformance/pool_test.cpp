// SPDX-License-Identifier: BSL-1.0
// Rule 28: connections that are lent and come back.
#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include "people.hpp"

namespace pools {

using namespace people;
using namespace std::chrono_literals;

using clock = std::chrono::steady_clock;

TEST(pool, a_connection_comes_back_without_an_open_transaction) {
    aludel::engine own{conformance::url("pool_size=1")};
    { (void)conformance::session_with<city, person>(own); }
    {
        aludel::session session = own.open_session();
        // Begun behind the library's back.
        session.core().run("begin");
        session.execute("insert into people (name, email) values ('Alice', 'alice')");
    }
    aludel::session session = own.open_session();
    EXPECT_FALSE(session.in_transaction());
    EXPECT_EQ(aludel::repository<person>{session}.count(), 0u);
    aludel::transaction scope{session};
    aludel::repository<person>{session}.add(called("Bob"));
    scope.commit();
}

TEST(pool, a_session_that_ends_inside_a_transaction_rolls_it_back) {
    aludel::engine own{conformance::url("pool_size=1")};
    { (void)conformance::session_with<city, person>(own); }
    {
        auto session = std::make_unique<aludel::session>(own.open_session());
        auto scope = std::make_unique<aludel::transaction>(*session);
        aludel::repository<person>{*session}.add(called("Alice"));
        scope.reset();
    }
    aludel::session session = own.open_session();
    EXPECT_EQ(aludel::repository<person>{session}.count(), 0u);
}

TEST(pool, a_wait_for_a_connection_ends_with_a_timeout) {
    aludel::engine own{conformance::url("pool_size=1&acquire_timeout=150")};
    const aludel::session only = own.open_session();
    const auto begun = clock::now();
    EXPECT_THROW((void)own.open_session(), aludel::timeout);
    EXPECT_GE(clock::now() - begun, 140ms);
    EXPECT_LT(clock::now() - begun, 5s);
}

TEST(pool, a_connection_that_comes_back_ends_the_wait) {
    aludel::engine own{conformance::url(), {.pool_size = 1, .acquire_timeout = 20s}};
    auto only = std::make_unique<aludel::session>(own.open_session());
    std::thread giver{[&] {
        std::this_thread::sleep_for(50ms);
        only.reset();
    }};
    const auto begun = clock::now();
    { const aludel::session next = own.open_session(); }
    EXPECT_LT(clock::now() - begun, 10s);
    giver.join();
}

TEST(pool, never_more_connections_than_it_may_have_are_lent) {
    aludel::engine own{conformance::url("pool_size=3")};
    { (void)conformance::session_with<city, person>(own); }
    std::atomic<int> lent = 0;
    std::atomic<int> most = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 5; ++round) {
                aludel::session session = own.open_session();
                const int now = ++lent;
                int seen = most;
                while (seen < now && !most.compare_exchange_weak(seen, now)) {
                }
                EXPECT_EQ(aludel::repository<person>{session}.count(), 0u);
                --lent;
            }
        });
    }
    for (std::thread& each : threads) {
        each.join();
    }
    EXPECT_LE(most, 3);
}

TEST(pool, statements_prepared_before_still_run_after_their_table_was_made_anew) {
    aludel::engine own{conformance::url("pool_size=1")};
    for (int round = 0; round < 3; ++round) {
        own.drop_all<city, person>();
        own.create_all<city, person>();
        aludel::session session = own.open_session();
        aludel::repository<person> persons{session};
        const person alice = persons.add(called("Alice"));
        EXPECT_EQ(persons.get(alice.id), alice);
        EXPECT_EQ(persons.list().size(), 1u);
    }
}

TEST(pool, more_statements_than_are_kept_still_run) {
    aludel::engine own{conformance::url("statement_cache=2")};
    aludel::session session = conformance::session_with<city, person>(own);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 10; ++i) {
            const std::string sql = "select count(*) + " + std::to_string(i) + " from people";
            EXPECT_EQ(session.query_one<std::int64_t>(aludel::runtime_sql{sql}), i);
        }
    }
    aludel::engine without{conformance::url("statement_cache=0")};
    aludel::session uncached = conformance::session_with<city, person>(without);
    aludel::repository<person>{uncached}.add(called("Alice"));
    EXPECT_EQ(aludel::repository<person>{uncached}.count(), 1u);
}

TEST(pool, a_transaction_begun_in_plain_sql_ends_with_the_session) {
    aludel::engine own{conformance::url("pool_size=1")};
    {
        aludel::session session = conformance::session_with<city, person>(own);
        session.execute("begin");
        aludel::repository<city>{session}.add({0, "Nowhere"});
    }
    aludel::session session = own.open_session();
    aludel::repository<city> cities{session};
    EXPECT_EQ(cities.count(), 0u);
    aludel::transaction scope{session};
    cities.add({0, "Somewhere"});
    scope.commit();
    EXPECT_EQ(cities.count(), 1u);
}

TEST(pool, a_session_that_ends_with_its_transaction_open_rolls_it_back) {
    aludel::engine own{conformance::url("pool_size=1")};
    {
        aludel::session session = conformance::session_with<city, person>(own);
        session.core().begin({});
        aludel::repository<city>{session}.add({0, "Nowhere"});
    }
    aludel::session session = own.open_session();
    EXPECT_EQ(aludel::repository<city>{session}.count(), 0u);
}

TEST(pool, takes_the_longest_times_there_are) {
    aludel::engine own{
        conformance::url(),
        {.acquire_timeout = std::chrono::milliseconds::max(), .connect_timeout = std::chrono::milliseconds::max()}};
    aludel::session session = own.open_session();
    EXPECT_EQ(session.query_one<std::int64_t>("select 1"), 1);
}

TEST(pool, who_asks_first_is_served_first) {
    aludel::engine own{conformance::url("pool_size=1")};
    auto holding = std::make_unique<aludel::session>(own.open_session());
    constexpr std::size_t waiters = 8;
    std::mutex mutex;
    std::vector<std::size_t> served;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < waiters; ++i) {
        threads.emplace_back([&, i] {
            const aludel::session session = own.open_session();
            const std::lock_guard lock{mutex};
            served.push_back(i);
        });
        while (own.statistics().waiting < i + 1) {
            std::this_thread::sleep_for(1ms);
        }
    }
    holding.reset();
    for (std::thread& each : threads) {
        each.join();
    }
    std::vector<std::size_t> in_order(waiters);
    std::iota(in_order.begin(), in_order.end(), 0u);
    EXPECT_EQ(served, in_order);
    EXPECT_EQ(own.statistics().waits, waiters);
}

TEST(pool, nobody_who_comes_later_is_served_before_those_who_wait) {
    aludel::engine own{conformance::url("pool_size=1")};
    auto holding = std::make_unique<aludel::session>(own.open_session());
    std::atomic<bool> is_served = false;
    std::thread waiting{[&] {
        const aludel::session session = own.open_session();
        is_served = true;
    }};
    while (own.statistics().waiting == 0) {
        std::this_thread::sleep_for(1ms);
    }
    holding.reset();
    holding = std::make_unique<aludel::session>(own.open_session());
    EXPECT_TRUE(is_served);
    waiting.join();
}

TEST(pool, a_timeout_says_how_many_are_in_use_and_how_many_wait) {
    aludel::engine own{conformance::url("pool_size=1&acquire_timeout=100")};
    const aludel::session only = own.open_session();
    try {
        (void)own.open_session();
        FAIL() << "nothing was thrown";
    } catch (const aludel::timeout& waited) {
        const std::string message = waited.what();
        EXPECT_NE(message.find("1 is in use of 1"), std::string::npos) << message;
        EXPECT_NE(message.find("0 others wait"), std::string::npos) << message;
    }
}

TEST(pool, statistics_add_up) {
    aludel::engine own{conformance::url(), {.pool_size = 2, .acquire_timeout = 50ms}};
    const std::size_t size = own.pool_size();
    aludel::pool_statistics seen = own.statistics();
    EXPECT_EQ(seen.open + seen.in_use + seen.idle + seen.waiting + seen.leases + seen.opened, 0u);
    {
        std::vector<aludel::session> all;
        for (std::size_t i = 0; i < size; ++i) {
            all.push_back(own.open_session());
        }
        EXPECT_THROW((void)own.open_session(), aludel::timeout);
        seen = own.statistics();
        EXPECT_EQ(seen.open, size);
        EXPECT_EQ(seen.in_use, size);
        EXPECT_EQ(seen.idle, 0u);
        EXPECT_EQ(seen.waits, 1u);
        EXPECT_EQ(seen.timeouts, 1u);
        EXPECT_GE(seen.wait_time, 45ms);
        EXPECT_EQ(seen.wait_time, seen.longest_wait);
    }
    { const aludel::session again = own.open_session(); }
    seen = own.statistics();
    EXPECT_EQ(seen.idle, size);
    EXPECT_EQ(seen.in_use, 0u);
    EXPECT_EQ(seen.leases, size + 1);
    EXPECT_EQ(seen.opened, size);
    EXPECT_EQ(seen.closed + seen.lost + seen.refused, 0u);
}

TEST(pool, a_connection_is_replaced_at_the_end_of_its_life) {
    std::vector<aludel::connection_change> changes;
    {
        aludel::engine own{conformance::url(),
                           {.pool_size = 1, .max_lifetime = 60ms, .on_connection = [&](const auto& event) {
                                changes.push_back(event.change);
                            }}};
        { const aludel::session first = own.open_session(); }
        { const aludel::session same = own.open_session(); }
        EXPECT_EQ(own.statistics().opened, 1u);
        std::this_thread::sleep_for(70ms);
        {
            aludel::session second = own.open_session();
            EXPECT_EQ(second.query_one<int>("select 1"), 1);
            EXPECT_EQ(own.statistics().opened, 2u);
            std::this_thread::sleep_for(70ms);
        }
        EXPECT_EQ(own.statistics().open, 0u) << "it came back too old";
        EXPECT_EQ(own.statistics().lost, 0u);
        const aludel::session third = own.open_session();
    }
    using enum aludel::connection_change;
    EXPECT_EQ(changes, (std::vector{opened, expired, opened, expired, opened, engine_ended}));
}

TEST(pool, connections_opened_at_once_do_not_end_at_once) {
    aludel::engine own{conformance::url("max_lifetime=1500")};
    if (own.pool_size() < 8) {
        GTEST_SKIP() << "this engine has " << own.pool_size() << " connections";
    }
    const auto begun = clock::now();
    {
        std::vector<aludel::session> all;
        for (int i = 0; i < 8; ++i) {
            all.push_back(own.open_session());
        }
    }
    // Some go in the last tenth of the longest life, one after the other; none lives longer.
    std::set<std::uint64_t> closed_so_far;
    while (own.statistics().closed < 8 && clock::now() - begun < 10s) {
        { const aludel::session sweeping = own.open_session(); }
        closed_so_far.insert(std::min<std::uint64_t>(own.statistics().closed, 8));
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_GT(closed_so_far.size(), 3u);
}

TEST(pool, connections_that_are_idle_for_too_long_are_closed) {
    aludel::engine own{conformance::url(), {.pool_size = 3, .max_idle_time = 50ms}};
    const std::size_t size = own.pool_size();
    {
        std::vector<aludel::session> all;
        for (std::size_t i = 0; i < size; ++i) {
            all.push_back(own.open_session());
        }
    }
    EXPECT_EQ(own.statistics().idle, size);
    std::this_thread::sleep_for(70ms);
    { const aludel::session used = own.open_session(); }
    EXPECT_EQ(own.statistics().idle, 1u);
    EXPECT_EQ(own.statistics().closed, size - 1);
}

TEST(pool, a_session_finds_nothing_of_the_one_before_where_everything_is_reset) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "a session has nothing to leave behind where a pooler stands between";
    }
    for (const std::string policy : {"transaction", "everything"}) {
        aludel::engine own{conformance::url("pool_size=1&reset=" + policy)};
        {
            aludel::session session = own.open_session();
            session.execute("create temporary table left_behind (a integer)");
            session.execute("begin");
            session.execute("insert into left_behind values (1)");
        }
        aludel::session session = own.open_session();
        if (policy == "everything") {
            EXPECT_THROW((void)session.query_one<std::int64_t>("select count(*) from left_behind"),
                         aludel::statement_error);
            EXPECT_EQ(session.query_one<int>("select 1"), 1);
        } else {
            EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from left_behind"), 0);
        }
        EXPECT_EQ(own.statistics().lost, 0u);
    }
}

TEST(pool, statements_and_times_are_right_after_everything_was_reset) {
    aludel::engine own{conformance::url("pool_size=1&reset=everything")};
    { (void)conformance::session_with<city, person>(own); }
    for (int round = 0; round < 3; ++round) {
        aludel::session session = own.open_session();
        aludel::repository<person> persons{session};
        const person added = persons.add(called("Person " + std::to_string(round)));
        EXPECT_EQ(persons.get(added.id), added);
        EXPECT_EQ(persons.count(), static_cast<std::uint64_t>(round + 1));
    }
}

TEST(pool, each_policy_of_health_checks_lends_connections) {
    for (const std::string policy : {"off", "on_error", "always"}) {
        aludel::engine own{conformance::url("pool_size=1&health_check=" + policy)};
        for (int round = 0; round < 3; ++round) {
            aludel::session session = own.open_session();
            EXPECT_EQ(session.query_one<int>("select 1"), 1);
        }
        EXPECT_EQ(own.statistics().opened, 1u);
    }
    try {
        const aludel::engine wrong{conformance::url("health_check=sometimes")};
        FAIL() << "nothing was thrown";
    } catch (const aludel::usage_error& refused) {
        EXPECT_NE(std::string{refused.what()}.find("off, on_error, always"), std::string::npos) << refused.what();
    }
}

TEST(pool, takes_the_longest_limits_there_are) {
    const auto longest = std::chrono::milliseconds::max();
    aludel::engine own{conformance::url(),
                       {.max_lifetime = longest, .max_idle_time = longest, .slow_statement = longest}};
    { const aludel::session session = own.open_session(); }
    const aludel::session again = own.open_session();
    EXPECT_EQ(own.statistics().opened, 1u);
}

}  // namespace pools
