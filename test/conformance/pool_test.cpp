// SPDX-License-Identifier: BSL-1.0
// Rule 28: connections that are lent and come back.
#include <atomic>
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

}  // namespace pools
