// SPDX-License-Identifier: BSL-1.0
// Rule 27: a connection that the server ended is connection_lost, whatever the session was at, and costs nothing else.
#include <ranges>

#include <gtest/gtest.h>

#include "../conformance/database.hpp"
#include "killing.hpp"

namespace lost_connections {

struct note {
    std::int64_t id{};
    std::string text;
};

}  // namespace lost_connections

template <>
inline constexpr auto aludel::entity<lost_connections::note> = aludel::table("lost_notes");

namespace lost_connections {

constexpr int pool_size = 2;
/// More often than there are places in the pool: a place that is not given back would be missed.
constexpr int rounds = 2 * pool_size + 1;

void expect_lost(const aludel::connection_lost& lost) {
    EXPECT_FALSE(lost.connection_is_usable()) << lost.what();
    EXPECT_FALSE(lost.is_retryable()) << lost.what();
    const std::string password = aludel::connection_url::parse(conformance::url()).password;
    EXPECT_TRUE(password.empty() || std::string_view{lost.what()}.find(password) == std::string_view::npos)
        << lost.what();
}

template <class Work>
void expect_connection_lost(Work work) {
    try {
        work();
        ADD_FAILURE() << "nothing was thrown";
    } catch (const aludel::connection_lost& lost) {
        expect_lost(lost);
    } catch (const std::exception& other) {
        ADD_FAILURE() << "another class: " << other.what();
    }
}

class lost_connection : public testing::Test {
protected:
    lost_connection() { (void)conformance::session_with<note>(own); }

    std::uint64_t stored() {
        aludel::session session = own.open_session();
        return aludel::repository<note>{session}.count();
    }
    /// Both places at once: every one of them works again.
    void expect_a_whole_pool() {
        aludel::session first = own.open_session();
        aludel::session second = own.open_session();
        EXPECT_EQ(first.query_one<int>("select 1"), 1);
        EXPECT_EQ(second.query_one<int>("select 1"), 1);
    }

    aludel::engine own{conformance::url("pool_size=2&acquire_timeout=3000")};
};

TEST_F(lost_connection, is_told_by_the_next_statement) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        dialects::kill_connection_of(session);
        expect_connection_lost([&] { session.execute("insert into lost_notes (text) values ('a')"); });
        expect_connection_lost([&] { session.execute("insert into lost_notes (text) values ('b')"); });
    }
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

TEST_F(lost_connection, is_told_by_a_query_that_was_prepared_before) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        aludel::repository<note> notes{session};
        (void)notes.list();
        dialects::kill_connection_of(session);
        expect_connection_lost([&] { (void)notes.list(); });
    }
    expect_a_whole_pool();
}

TEST_F(lost_connection, is_told_by_the_beginning_of_a_transaction) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        dialects::kill_connection_of(session);
        expect_connection_lost([&] { aludel::transaction scope{session}; });
        EXPECT_FALSE(session.in_transaction());
    }
    expect_a_whole_pool();
}

TEST_F(lost_connection, ends_a_transaction_of_which_nothing_stays) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        aludel::repository<note> notes{session};
        {
            aludel::transaction scope{session};
            notes.add({0, "before"});
            dialects::kill_connection_of(session);
            expect_connection_lost([&] { notes.add({0, "behind"}); });
            expect_connection_lost([&] { notes.add({0, "and again"}); });
            expect_connection_lost([&] { scope.commit(); });
        }
        EXPECT_FALSE(session.in_transaction());
    }
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

TEST_F(lost_connection, ends_a_savepoint_too) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        aludel::transaction outer{session};
        aludel::repository<note>{session}.add({0, "outer"});
        aludel::transaction inner{session};
        dialects::kill_connection_of(session);
        expect_connection_lost([&] { session.execute("insert into lost_notes (text) values ('inner')"); });
    }
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

TEST_F(lost_connection, is_told_by_the_commit) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        aludel::transaction scope{session};
        aludel::repository<note>{session}.add({0, "uncommitted"});
        dialects::kill_connection_of(session);
        expect_connection_lost([&] { scope.commit(); });
    }
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

TEST_F(lost_connection, ends_work_of_an_engines_transaction_without_running_it_again) {
    int runs = 0;
    const auto work = [&](aludel::session& session) {
        ++runs;
        session.execute("insert into lost_notes (text) values ('a')");
        dialects::kill_connection_of(session);
        session.execute("insert into lost_notes (text) values ('b')");
    };
    for (int round = 0; round < rounds; ++round) {
        expect_connection_lost([&] { own.transaction(work, {.attempts = 3}); });
    }
    EXPECT_EQ(runs, rounds);
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

/// 90 000 rows of 1 KB, which no buffer on the way holds: the server is still sending when it is told to stop.
constexpr std::string_view long_answer = "select a.text from lost_notes a cross join lost_notes b";

TEST_F(lost_connection, ends_a_stream_in_its_middle) {
    {
        aludel::session session = own.open_session();
        std::vector<note> many(300, note{0, std::string(1'000, 'x')});
        aludel::repository<note>{session}.bulk_insert(many);
    }
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        const std::int64_t number = dialects::connection_number(session);
        int rows = 0;
        expect_connection_lost([&] {
            for (const std::string& text : session.stream<std::string>(aludel::runtime_sql{long_answer})) {
                EXPECT_EQ(text.size(), 1'000u);
                if (++rows == 10) {
                    dialects::kill_connection(number);
                }
            }
        });
        EXPECT_GE(rows, 10);
        expect_connection_lost([&] { (void)session.query_one<int>("select 1"); });
    }
    expect_a_whole_pool();
}

TEST_F(lost_connection, ends_a_bulk_insert_of_which_nothing_stays) {
    constexpr int rows = 40'000;
    const auto policy = aludel::on_conflict<&note::id>.do_update();
    for (const bool with_policy : {false, true}) {
        SCOPED_TRACE(with_policy ? "with a policy" : "without a policy");
        for (int round = 0; round < rounds; ++round) {
            aludel::session session = own.open_session();
            const std::int64_t number = dialects::connection_number(session);
            auto source = std::views::iota(1, rows) | std::views::transform([&](int i) {
                              if (i == rows / 2) {
                                  dialects::kill_connection(number);
                              }
                              return note{i, std::string(100, 'x')};
                          });
            aludel::repository<note> notes{session};
            expect_connection_lost(
                [&] { with_policy ? notes.bulk_insert(source, policy) : notes.bulk_insert(source); });
            EXPECT_FALSE(session.in_transaction());
        }
        EXPECT_EQ(stored(), 0u);
        expect_a_whole_pool();
    }
}

TEST_F(lost_connection, while_it_lay_in_the_pool_is_told_once) {
    for (int round = 0; round < rounds; ++round) {
        std::int64_t number = 0;
        {
            aludel::session session = own.open_session();
            number = dialects::connection_number(session);
        }
        dialects::kill_connection(number);
        {
            aludel::session session = own.open_session();
            expect_connection_lost([&] { (void)session.query_one<int>("select 1"); });
        }
        aludel::session next = own.open_session();
        EXPECT_EQ(next.query_one<int>("select 1"), 1);
    }
}

TEST_F(lost_connection, under_a_scope_that_only_ends_throws_nothing_and_is_replaced) {
    for (int round = 0; round < rounds; ++round) {
        aludel::session session = own.open_session();
        aludel::transaction scope{session};
        session.execute("insert into lost_notes (text) values ('a')");
        dialects::kill_connection_of(session);
    }
    EXPECT_EQ(stored(), 0u);
    expect_a_whole_pool();
}

}  // namespace lost_connections
