// SPDX-License-Identifier: BSL-1.0
// Connections that the server ended while they lay in the pool, under each policy of asking before they are lent.
#include <thread>

#include <gtest/gtest.h>

#include "../conformance/database.hpp"
#include "killing.hpp"

namespace pool_health {

using namespace std::chrono_literals;

/// Both connections of the pool, ended while they are idle.
void kill_both_idle_ones(aludel::engine& engine) {
    std::vector<std::int64_t> numbers;
    {
        aludel::session first = engine.open_session();
        aludel::session second = engine.open_session();
        numbers = {dialects::connection_number(first), dialects::connection_number(second)};
    }
    for (const std::int64_t number : numbers) {
        dialects::kill_connection(number);
    }
}

/// How many of the next sessions are told that their connection is lost.
int lost_sessions_of(aludel::engine& engine) {
    int lost = 0;
    for (int i = 0; i < 4; ++i) {
        try {
            aludel::session session = engine.open_session();
            EXPECT_EQ(session.query_one<int>("select 1"), 1);
        } catch (const aludel::connection_lost&) {
            ++lost;
        }
    }
    return lost;
}

TEST(pool_health, that_is_never_asked_for_is_told_by_the_first_statement_on_each_connection) {
    aludel::engine own{conformance::url("pool_size=2&health_check=off")};
    kill_both_idle_ones(own);
    EXPECT_EQ(lost_sessions_of(own), 2);
    EXPECT_EQ(own.statistics().lost, 2u);
}

TEST(pool_health, that_is_asked_for_after_an_error_is_told_once) {
    aludel::engine own{conformance::url("pool_size=2&health_check=on_error")};
    kill_both_idle_ones(own);
    EXPECT_EQ(lost_sessions_of(own), 1);
    const aludel::session first = own.open_session();
    const aludel::session second = own.open_session();
    EXPECT_EQ(own.statistics().lost, 2u);
    EXPECT_EQ(own.statistics().open, 2u);
}

TEST(pool_health, that_is_always_asked_for_is_told_to_no_session) {
    std::vector<aludel::connection_change> changes;
    aludel::engine own{conformance::url("pool_size=2&health_check=always"), {.on_connection = [&](const auto& event) {
                           changes.push_back(event.change);
                       }}};
    kill_both_idle_ones(own);
    changes.clear();
    EXPECT_EQ(lost_sessions_of(own), 0);
    using enum aludel::connection_change;
    EXPECT_EQ(changes, (std::vector{lost, opened}));
}

TEST(pool_health, of_a_connection_that_others_wait_for_does_not_keep_them_waiting) {
    aludel::engine own{conformance::url("pool_size=1&acquire_timeout=5000")};
    auto holding = std::make_unique<aludel::session>(own.open_session());
    std::vector<std::thread> waiting;
    for (std::size_t i = 0; i < 3; ++i) {
        waiting.emplace_back([&own] {
            aludel::session session = own.open_session();
            EXPECT_EQ(session.query_one<int>("select 1"), 1);
        });
    }
    while (own.statistics().waiting < waiting.size()) {
        std::this_thread::sleep_for(1ms);
    }
    dialects::kill_connection_of(*holding);
    EXPECT_THROW((void)holding->query_one<int>("select 1"), aludel::connection_lost);
    holding.reset();
    for (std::thread& each : waiting) {
        each.join();
    }
    const aludel::pool_statistics seen = own.statistics();
    EXPECT_EQ(seen.lost, 1u);
    EXPECT_EQ(seen.opened, 2u);
    EXPECT_EQ(seen.timeouts, 0u);
}

TEST(pool_health, of_a_transaction_that_is_lost_before_its_commit_calls_back_after_the_rollback) {
    aludel::engine own{conformance::url("pool_size=1")};
    aludel::session session = own.open_session();
    std::vector<std::string> heard;
    {
        aludel::transaction scope{session};
        session.after_commit([&] { heard.emplace_back("committed"); });
        session.after_rollback([&] {
            heard.emplace_back("rolled back");
            (void)session.query_one<int>("select 1");  // throws: the connection is gone
        });
        dialects::kill_connection_of(session);
        EXPECT_THROW((void)session.query_one<int>("select 1"), aludel::connection_lost);
    }
    EXPECT_EQ(heard, std::vector<std::string>{"rolled back"});
}

}  // namespace pool_health
