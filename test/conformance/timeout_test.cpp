// SPDX-License-Identifier: BSL-1.0
// Statement timeouts: whatever a statement waits for, it ends at its limit, and the session goes on.
#include <chrono>

#include "loopback.hpp"
#include "people.hpp"

namespace timeouts {

using namespace people;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto limit = 200ms;
constexpr auto soon = 1s;
// InnoDB looks once a second whether a wait for a lock was ended (MySQL 5.6.24, lock0wait.cc,
// lock_wait_timeout_thread).
constexpr auto soon_behind_a_lock = 2s;

class statement_timeouts : public testing::Test {
protected:
    void SetUp() override {
        if (!conformance::facts().ends_statements) {
            GTEST_SKIP() << "this dialect has no way to end statements";
        }
        (void)conformance::session_with<city, person>();
    }

    /// Ended in time, with a message that says by what.
    template <class Call>
    static void expect_timeout(Call call, clock::duration at_most = soon) {
        const auto begun = clock::now();
        try {
            call();
            ADD_FAILURE() << "nothing was thrown";
        } catch (const aludel::timeout& ended) {
            EXPECT_LT(clock::now() - begun, at_most);
            EXPECT_GE(clock::now() - begun, limit - 5ms);
            EXPECT_NE(std::string{ended.what()}.find("200 ms"), std::string::npos) << ended.what();
            EXPECT_TRUE(ended.connection_is_usable());
            EXPECT_FALSE(ended.is_retryable());
        } catch (const std::exception& other) {
            ADD_FAILURE() << "another class: " << other.what();
        }
    }

    static std::uint64_t stored_cities() {
        aludel::session other = conformance::db().open_session();
        return aludel::repository<city>{other}.count();
    }
};

int run(aludel::session& session, std::string_view sql) {
    return session.query_one<int>(aludel::runtime_sql{std::string{sql}});
}

TEST_F(statement_timeouts, end_a_statement_that_sleeps) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    for (int round = 0; round < 3; ++round) {
        expect_timeout([&] { (void)run(session, conformance::words().sleep); });
        EXPECT_EQ(run(session, "select 41 + 1"), 42);
    }
}

TEST_F(statement_timeouts, end_a_statement_that_is_busy) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    expect_timeout([&] { (void)run(session, conformance::words().work); });
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(statement_timeouts, end_a_stream_that_waits_for_its_row) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    expect_timeout([&] {
        for (const int number : session.stream<int>(aludel::runtime_sql{std::string{conformance::words().sleep}})) {
            ADD_FAILURE() << number;
        }
    });
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(statement_timeouts, leave_a_stream_alone_whose_reader_takes_its_time) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(100ms);
    int rows = 0;
    for (const int number : session.stream<int>("select 1 union all select 2 union all select 3")) {
        EXPECT_EQ(number, ++rows);
        std::this_thread::sleep_for(250ms);
    }
    EXPECT_EQ(rows, 3);
}

TEST_F(statement_timeouts, leave_quick_statements_alone) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(100ms);
    const auto until = clock::now() + 500ms;
    while (clock::now() < until) {
        ASSERT_EQ(run(session, "select 41 + 1"), 42);
    }
}

TEST_F(statement_timeouts, hold_for_a_scope_and_end_with_it) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(1min);
    {
        const aludel::statement_timeout brief{session, limit};
        expect_timeout([&] { (void)run(session, conformance::words().sleep); });
        {
            const aludel::statement_timeout none{session, 0ms};
            EXPECT_EQ(session.core().statement_timeout(), 0ms);
        }
        EXPECT_EQ(session.core().statement_timeout(), limit);
    }
    EXPECT_EQ(session.core().statement_timeout(), 1min);
}

TEST_F(statement_timeouts, stand_in_the_connection_string_or_in_the_options) {
    aludel::engine by_url{conformance::url("statement_timeout=200")};
    aludel::session session = by_url.open_session();
    expect_timeout([&] { (void)run(session, conformance::words().sleep); });
    aludel::engine by_option{conformance::url(), {.statement_timeout = limit}};
    aludel::session other = by_option.open_session();
    expect_timeout([&] { (void)run(other, conformance::words().sleep); });
}

TEST_F(statement_timeouts, leave_a_transaction_as_it_was_before_the_statement) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    {
        aludel::transaction scope{session};
        aludel::repository<city>{session}.add({0, "before"});
        expect_timeout([&] { (void)run(session, conformance::words().sleep); });
        aludel::repository<city>{session}.add({0, "behind"});
        scope.commit();
    }
    EXPECT_EQ(stored_cities(), 2u);
}

TEST_F(statement_timeouts, inside_a_transaction_leave_it_or_say_that_it_is_gone) {
    aludel::session session = conformance::db().open_session();
    aludel::transaction scope{session};
    aludel::repository<city>{session}.add({0, "before"});
    session.set_statement_timeout(limit);
    const std::string change =
        "insert into people_cities (name) select 'never' from (" + std::string{conformance::words().work} + ") w";
    bool is_gone = false;
    try {
        session.execute(aludel::runtime_sql{change});
        ADD_FAILURE() << "nothing was thrown";
    } catch (const aludel::timeout& ended) {
        is_gone = std::string{ended.what()}.find("rolled the transaction back") != std::string::npos;
    }
    if (is_gone) {
        EXPECT_THROW((void)run(session, "select 1"), aludel::usage_error);
        EXPECT_THROW(scope.commit(), aludel::error);
    } else {
        scope.commit();
    }
    scope.rollback();
    EXPECT_EQ(stored_cities(), is_gone ? 0u : 1u);
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

TEST_F(statement_timeouts, hold_for_statements_that_go_through_the_backends_own_interface) {
    if (conformance::url().find("native_path") != std::string::npos) {
        GTEST_SKIP() << "all of them do here";
    }
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "SOCI prepares statements, which a pooler in transaction mode forgets";
    }
    aludel::engine generic{conformance::url("native_path=off")};
    aludel::session session = generic.open_session();
    session.set_statement_timeout(limit);
    expect_timeout([&] { (void)run(session, conformance::words().sleep); });
    expect_timeout([&] { (void)run(session, conformance::words().work); });
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
}

/// Another session has changed the row, and does not end.
TEST_F(statement_timeouts, end_the_wait_for_a_lock) {
    if (conformance::url().find(":memory:") != std::string::npos) {
        GTEST_SKIP() << "a database in memory has one connection";
    }
    aludel::session holder = conformance::db().open_session();
    aludel::repository<city>{holder}.add({0, "one"});
    aludel::transaction scope{holder};
    holder.execute("update people_cities set name = 'held'");
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    expect_timeout([&] { session.execute("update people_cities set name = 'mine'"); }, soon_behind_a_lock);
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
    scope.rollback();
    EXPECT_EQ(session.execute("update people_cities set name = 'mine'"), 1u);
}

TEST_F(statement_timeouts, end_a_bulk_insert_that_waits) {
    if (conformance::url().find(":memory:") != std::string::npos) {
        GTEST_SKIP() << "a database in memory has one connection";
    }
    aludel::session holder = conformance::db().open_session();
    aludel::transaction scope{holder};
    aludel::repository<city>{holder}.add({0, "city 77"});
    std::vector<city> many;
    for (int i = 0; i < 5'000; ++i) {
        many.push_back({0, "city " + std::to_string(i)});
    }
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(limit);
    aludel::repository<city> cities{session};
    const auto begun = clock::now();
    EXPECT_THROW(cities.bulk_insert(many), aludel::timeout);
    EXPECT_LT(clock::now() - begun, soon_behind_a_lock);
    EXPECT_FALSE(session.in_transaction());
    EXPECT_THROW(cities.bulk_insert(many, aludel::on_conflict<&city::name>.do_update()), aludel::timeout);
    scope.rollback();
    EXPECT_EQ(stored_cities(), 0u);
    EXPECT_EQ(cities.bulk_insert(many).inserted, 5'000u);
}

TEST_F(statement_timeouts, count_no_time_that_the_programs_rows_take) {
    aludel::session session = conformance::db().open_session();
    session.set_statement_timeout(100ms);
    auto slowly = std::views::iota(0, 3) | std::views::transform([](int i) {
                      std::this_thread::sleep_for(150ms);
                      return city{0, "city " + std::to_string(i)};
                  });
    EXPECT_EQ(aludel::repository<city>{session}.bulk_insert(slowly).inserted, 3u);
}

TEST_F(statement_timeouts, cut_a_wire_on_which_nothing_comes_any_more) {
    if (conformance::words().number.empty() || !conformance::has_port(conformance::url())) {
        GTEST_SKIP() << "there is no wire over which a bridge could stand";
    }
    conformance::bridge wire{conformance::url()};
    aludel::engine behind{conformance::at_port(conformance::url(), wire.port()), {.connect_timeout = 2s}};
    aludel::session session = behind.open_session();
    session.set_statement_timeout(limit);
    EXPECT_EQ(run(session, "select 41 + 1"), 42);
    wire.let_pass(conformance::bridge::passing::nothing);
    const auto begun = clock::now();
    try {
        (void)run(session, "select 41 + 1");
        ADD_FAILURE() << "nothing was thrown";
    } catch (const aludel::connection_lost& lost) {
        EXPECT_FALSE(lost.connection_is_usable());
        EXPECT_TRUE(lost.outcome_is_unknown());
        EXPECT_NE(std::string{lost.what()}.find("did not answer"), std::string::npos) << lost.what();
    }
    EXPECT_GE(clock::now() - begun, 5s);
    EXPECT_LT(clock::now() - begun, 6s);
}

TEST_F(statement_timeouts, of_a_scope_outlive_the_connection) {
    if (conformance::words().number.empty() || !conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "there is no server that ends this very connection";
    }
    aludel::engine own{conformance::url("statement_timeout=60000")};
    aludel::session session = own.open_session();
    const aludel::statement_timeout unlimited{session, 0ms};
    conformance::kill_connection(
        session.query_one<std::int64_t>(aludel::runtime_sql{std::string{conformance::words().number}}));
    EXPECT_THROW((void)session.query_one<int>("select 1"), aludel::connection_lost);
    EXPECT_THROW((void)session.canceller(), aludel::error);
}

TEST(connect_timeouts, end_the_wait_for_a_server_that_never_answers) {
    if (!conformance::has_port(conformance::url())) {
        GTEST_SKIP() << "there is no server to wait for";
    }
    const conformance::silent_listener silent;
    aludel::engine waiting{conformance::at_port(conformance::url(), silent.port()), {.connect_timeout = 2s}};
    const auto begun = clock::now();
    EXPECT_THROW((void)waiting.open_session(), aludel::connection_lost);
    EXPECT_GE(clock::now() - begun, 1s);
    EXPECT_LT(clock::now() - begun, 4s);
}

TEST(statement_timeouts_without_a_way, are_refused) {
    if (conformance::facts().ends_statements) {
        GTEST_SKIP() << "this dialect ends statements";
    }
    aludel::session session = conformance::db().open_session();
    EXPECT_THROW(session.set_statement_timeout(1s), aludel::usage_error);
    EXPECT_THROW((void)session.canceller(), aludel::usage_error);
    aludel::engine own{conformance::url("statement_timeout=1000")};
    aludel::session limited = own.open_session();
    EXPECT_THROW((void)run(limited, "select 1"), aludel::usage_error);
}

}  // namespace timeouts
