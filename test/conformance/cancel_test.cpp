// SPDX-License-Identifier: BSL-1.0
// cancel(): from any thread, whatever the session is running, and never the next statement.
#include <atomic>
#include <chrono>
#include <random>
#include <ranges>
#include <thread>

#include "people.hpp"

namespace cancelling {

using namespace people;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

int run(aludel::session& session, std::string_view sql) {
    return session.query_one<int>(aludel::runtime_sql{std::string{sql}});
}

class cancelling : public testing::Test {
protected:
    void SetUp() override {
        if (!conformance::facts().ends_statements) {
            GTEST_SKIP() << "this dialect has no way to end statements";
        }
        (void)conformance::session_with<city, person>();
    }

    /// Cancelled soon after it was begun, from another thread.
    template <class Call>
    static void expect_cancelled(const aludel::canceller& stop, Call call) {
        std::jthread canceller{[stop] {
            std::this_thread::sleep_for(100ms);
            stop.cancel();
        }};
        const auto begun = clock::now();
        try {
            call();
            ADD_FAILURE() << "nothing was thrown";
        } catch (const aludel::cancelled& ended) {
            EXPECT_TRUE(ended.connection_is_usable());
            EXPECT_NE(std::string{ended.what()}.find("cancel()"), std::string::npos) << ended.what();
        } catch (const std::exception& other) {
            ADD_FAILURE() << "another class: " << other.what();
        }
        EXPECT_LT(clock::now() - begun, 1s);
    }

    static std::uint64_t stored_cities() {
        aludel::session other = conformance::db().open_session();
        return aludel::repository<city>{other}.count();
    }
};

TEST_F(cancelling, ends_what_runs_and_leaves_the_session_usable) {
    aludel::session session = conformance::db().open_session();
    const aludel::canceller stop = session.canceller();
    for (int round = 0; round < 3; ++round) {
        expect_cancelled(stop, [&] { (void)run(session, conformance::words().sleep); });
        expect_cancelled(stop, [&] { (void)run(session, conformance::words().work); });
        EXPECT_EQ(run(session, "select 41 + 1"), 42);
    }
}

TEST_F(cancelling, ends_a_stream) {
    aludel::session session = conformance::db().open_session();
    const aludel::canceller stop = session.canceller();
    expect_cancelled(stop, [&] {
        for (const int number : session.stream<int>(aludel::runtime_sql{std::string{conformance::words().sleep}})) {
            ADD_FAILURE() << number;
        }
    });
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(cancelling, ends_a_stream_between_two_rows) {
    aludel::session session = conformance::db().open_session();
    std::vector<city> many;
    for (int i = 0; i < 5'000; ++i) {
        many.push_back({0, "city " + std::to_string(i)});
    }
    aludel::repository<city>{session}.bulk_insert(many);
    const aludel::canceller stop = session.canceller();
    int rows = 0;
    const auto read = [&] {
        for (const city& each : aludel::repository<city>{session}.stream()) {
            EXPECT_FALSE(each.name.empty());
            if (++rows == 10) {
                stop.cancel();
            }
        }
    };
    EXPECT_THROW(read(), aludel::cancelled);
    EXPECT_EQ(rows, 10);
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(cancelling, ends_a_bulk_insert_of_which_nothing_stays) {
    aludel::session session = conformance::db().open_session();
    const aludel::canceller stop = session.canceller();
    auto source = std::views::iota(0, 40'000) | std::views::transform([&](int i) {
                      if (i == 20'000) {
                          stop.cancel();
                      }
                      return city{0, "city " + std::to_string(i)};
                  });
    aludel::repository<city> cities{session};
    EXPECT_THROW(cities.bulk_insert(source), aludel::cancelled);
    EXPECT_FALSE(session.in_transaction());
    EXPECT_THROW(cities.bulk_insert(source, aludel::on_conflict<&city::name>.do_update()), aludel::cancelled);
    EXPECT_EQ(stored_cities(), 0u);
    cities.add({0, "behind"});
    EXPECT_EQ(stored_cities(), 1u);
}

TEST_F(cancelling, ends_a_bulk_insert_from_another_thread) {
    aludel::session session = conformance::db().open_session();
    auto source = std::views::iota(0) | std::views::transform([&](int i) {
                      return city{0, "city " + std::to_string(i)};
                  });
    expect_cancelled(session.canceller(), [&] { aludel::repository<city>{session}.bulk_insert(source); });
    EXPECT_EQ(stored_cities(), 0u);
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(cancelling, does_nothing_where_nothing_runs) {
    aludel::session session = conformance::db().open_session();
    const aludel::canceller stop = session.canceller();
    for (int round = 0; round < 10; ++round) {
        stop.cancel();
        EXPECT_EQ(run(session, "select 41 + 1"), 42);
    }
    aludel::transaction scope{session};
    stop.cancel();
    aludel::repository<city>{session}.add({0, "kept"});
    stop.cancel();
    scope.commit();
    EXPECT_EQ(stored_cities(), 1u);
}

TEST_F(cancelling, outlives_its_session_and_its_engine_without_effect) {
    auto own = std::make_unique<aludel::engine>(conformance::url("pool_size=1"));
    auto first = std::make_unique<aludel::session>(own->open_session());
    const aludel::canceller stop = first->canceller();
    first.reset();
    auto second = std::make_unique<aludel::session>(own->open_session());
    std::atomic<bool> over{false};
    std::jthread hammer{[&] {
        while (!over) {
            stop.cancel();
        }
    }};
    const aludel::canceller unused = second->canceller();
    for (int round = 0; round < 50; ++round) {
        EXPECT_EQ(run(*second, "select 41 + 1"), 42);
    }
    over = true;
    hammer.join();
    second.reset();
    own.reset();
    stop.cancel();
    unused.cancel();
}

/// Requests that come at about the end of a statement.
TEST_F(cancelling, never_hits_the_next_statement) {
    aludel::session session = conformance::db().open_session();
    const aludel::canceller stop = session.canceller();
    std::mt19937 random{20'261'120};
    std::atomic<int> wanted{0};
    std::atomic<int> done{0};
    std::atomic<int> pause{0};
    constexpr int rounds = 200;
    std::jthread canceller{[&] {
        for (int round = 1; round <= rounds; ++round) {
            while (wanted < round) {
                std::this_thread::yield();
            }
            const auto until = clock::now() + std::chrono::microseconds{pause};
            while (clock::now() < until) {
            }
            stop.cancel();
            done = round;
        }
    }};
    int ended = 0;
    for (int round = 1; round <= rounds; ++round) {
        pause = std::uniform_int_distribution<int>{0, 400}(random);
        wanted = round;
        try {
            EXPECT_EQ(run(session, "select 41 + 1"), 42);
        } catch (const aludel::cancelled&) {
            ++ended;
        }
        while (done < round) {
            std::this_thread::yield();
        }
        ASSERT_EQ(run(session, "select 41 + 1"), 42) << "behind round " << round;
    }
    RecordProperty("ended", ended);
}

/// The same, while the watchdog ends statements that take about as long as they may.
TEST_F(cancelling, by_a_limit_never_hits_the_next_statement_either) {
    aludel::session session = conformance::db().open_session();
    std::vector<city> many;
    for (int id = 1; id <= 2'000; ++id) {
        many.push_back({id, "city " + std::to_string(id)});
    }
    aludel::repository<city>{session}.bulk_insert(many);
    std::mt19937 random{20'261'120};
    int ended = 0;
    for (int round = 0; round < 200; ++round) {
        try {
            const aludel::statement_timeout limit{session, std::chrono::milliseconds{1 + round % 5}};
            (void)session.query_one<int>("select count(*) from people_cities a, people_cities b "
                                         "where a.id % 7 = b.id % 3 and a.id < {}",
                                         std::uniform_int_distribution<int>{1, 300}(random));
        } catch (const aludel::timeout&) {
            ++ended;
        }
        ASSERT_EQ(run(session, "select 41 + 1"), 42) << "behind round " << round;
    }
    EXPECT_GT(ended, 0);
}

}  // namespace cancelling
