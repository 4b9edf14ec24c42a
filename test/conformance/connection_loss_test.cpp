// SPDX-License-Identifier: BSL-1.0
// Rule 27: what is known of a transaction when its connection breaks, and what is not.
#include <thread>

#include "loopback.hpp"
#include "people.hpp"

namespace connection_losses {

using namespace people;
using namespace std::chrono_literals;

std::int64_t number_of(aludel::session& session) {
    return session.query_one<std::int64_t>(aludel::runtime_sql{std::string{conformance::words().number}});
}

template <class Call>
void expect_lost(Call call, bool outcome_is_unknown, std::string_view said = {}) {
    try {
        call();
        ADD_FAILURE() << "nothing was thrown";
    } catch (const aludel::connection_lost& lost) {
        EXPECT_FALSE(lost.connection_is_usable()) << lost.what();
        EXPECT_EQ(lost.outcome_is_unknown(), outcome_is_unknown) << lost.what();
        const std::string message = lost.what();
        EXPECT_NE(message.find(said), std::string::npos) << message;
        EXPECT_EQ(message.find("outcome is unknown") != std::string::npos, outcome_is_unknown) << message;
    } catch (const std::exception& other) {
        ADD_FAILURE() << "another class: " << other.what();
    }
}

class connection_losses : public testing::Test {
protected:
    void SetUp() override {
        if (conformance::words().number.empty()) {
            GTEST_SKIP() << "there is no server that could end a connection";
        }
        (void)conformance::session_with<city, person>();
    }

    static std::uint64_t stored() {
        aludel::session other = conformance::db().open_session();
        return aludel::repository<city>{other}.count();
    }
};

TEST_F(connection_losses, before_a_commit_is_sent_leave_nothing_and_say_so) {
    for (int round = 0; round < 10; ++round) {
        aludel::session session = conformance::db().open_session();
        aludel::transaction scope{session};
        aludel::repository<city>{session}.add({0, "lost"});
        conformance::kill_connection(number_of(session));
        expect_lost([&] { scope.commit(); }, false, "rolled back");
    }
    EXPECT_EQ(stored(), 0u);
}

TEST_F(connection_losses, inside_a_transaction_leave_nothing_and_say_so) {
    aludel::session session = conformance::db().open_session();
    aludel::transaction scope{session};
    aludel::repository<city>{session}.add({0, "lost"});
    conformance::kill_connection(number_of(session));
    expect_lost([&] { aludel::repository<city>{session}.add({0, "lost, too"}); }, false, "rolled back");
    expect_lost([&] { (void)aludel::repository<city>{session}.count(); }, false);
    expect_lost([&] { scope.commit(); }, false);
    EXPECT_EQ(stored(), 0u);
}

void expect_lost_while_it_sleeps(aludel::session& session, bool outcome_is_unknown) {
    const std::int64_t number = number_of(session);
    std::jthread killer{[&] {
        std::this_thread::sleep_for(100ms);
        conformance::kill_connection(number);
    }};
    expect_lost([&] { (void)session.query<int>(aludel::runtime_sql{std::string{conformance::words().sleep}}); },
                outcome_is_unknown);
}

TEST_F(connection_losses, of_a_query_of_the_programs_leave_unknown_what_its_functions_did) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "behind a pooler the connection that is killed may be the killer's own";
    }
    aludel::session session = conformance::db().open_session();
    expect_lost_while_it_sleeps(session, true);
}

TEST_F(connection_losses, of_a_query_inside_a_transaction_leave_nothing_unknown) {
    aludel::session session = conformance::db().open_session();
    const aludel::transaction rolled_back{session};
    expect_lost_while_it_sleeps(session, false);
}

TEST_F(connection_losses, at_any_call_are_told_as_such) {
    if (!conformance::facts().keeps_session_state) {
        GTEST_SKIP() << "behind a pooler the connection that is killed may be another one's at the next call";
    }
    using call = void (*)(aludel::session&);
    const std::pair<const char*, call> calls[] = {
        {"add",
         [](aludel::session& on) {
             aludel::repository<city>{on}.add({0, "lost"});
         }},
        {"list",
         [](aludel::session& on) {
             (void)aludel::repository<city>{on}.list();
         }},
        {"stream",
         [](aludel::session& on) {
             for (const city& each : aludel::repository<city>{on}.stream()) {
                 (void)each;
             }
         }},
        {"run",
         [](aludel::session& on) {
             on.core().run("create table never_made (id int)");
         }},
        {"begin",
         [](aludel::session& on) {
             aludel::transaction scope{on};
         }},
        {"bulk_insert",
         [](aludel::session& on) {
             std::vector<city> many{{0, "a"}, {0, "b"}};
             aludel::repository<city>{on}.bulk_insert(many);
         }},
        {"upsert_many",
         [](aludel::session& on) {
             std::vector<city> many{{7, "a"}, {8, "b"}};
             aludel::repository<city>{on}.bulk_insert(many, aludel::on_conflict<&city::id>.do_update());
         }},
    };
    for (const auto& [name, made] : calls) {
        SCOPED_TRACE(name);
        for (const bool prepared_before : {false, true}) {
            aludel::session session = conformance::db().open_session();
            if (prepared_before) {
                (void)aludel::repository<city>{session}.list();
            }
            conformance::kill_connection(number_of(session));
            EXPECT_THROW(made(session), aludel::connection_lost);
            EXPECT_THROW(made(session), aludel::connection_lost);
        }
    }
    EXPECT_EQ(stored(), 0u);
}

/// A bridge between the engine and its server, which can lose answers.
class lost_answers : public connection_losses {
protected:
    void SetUp() override {
        connection_losses::SetUp();
        if (IsSkipped()) {
            return;
        }
        if (!conformance::has_port(conformance::url())) {
            GTEST_SKIP() << "the server is not reached over a port";
        }
        wire.emplace(conformance::url());
        behind.emplace(conformance::at_port(conformance::url(), wire->port()));
    }

    /// What `call` sends is done, and its answer lost.
    template <class Call>
    void lose_answer_of(Call call, bool outcome_is_unknown) {
        wire->let_pass(conformance::bridge::passing::requests);
        std::jthread cutter{[this] {
            std::this_thread::sleep_for(300ms);
            wire->hang_up();
        }};
        expect_lost(call, outcome_is_unknown);
        cutter.join();
        wire->let_pass(conformance::bridge::passing::all);
    }

    std::optional<conformance::bridge> wire;
    std::optional<aludel::engine> behind;
};

TEST_F(lost_answers, to_a_commit_leave_its_outcome_unknown) {
    aludel::session session = behind->open_session();
    aludel::transaction scope{session};
    aludel::repository<city>{session}.add({0, "there all the same"});
    lose_answer_of([&] { scope.commit(); }, true);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(lost_answers, to_a_commit_call_nobody_back) {
    aludel::session session = behind->open_session();
    int calls = 0;
    {
        aludel::transaction scope{session};
        session.after_commit([&] { ++calls; });
        session.after_rollback([&] { ++calls; });
        aludel::repository<city>{session}.add({0, "there all the same"});
        lose_answer_of([&] { scope.commit(); }, true);
    }
    EXPECT_EQ(calls, 0) << "either would be a guess";
}

TEST_F(lost_answers, to_a_commit_in_plain_sql_leave_its_outcome_unknown) {
    if (conformance::facts().error_aborts_transaction) {
        GTEST_SKIP() << "the answer that is lost first is that to a savepoint";
    }
    aludel::session session = behind->open_session();
    session.execute("begin");
    session.execute("insert into people_cities (name) values ('there all the same')");
    lose_answer_of([&] { session.core().run("commit"); }, true);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(lost_answers, to_a_statement_that_stands_alone_leave_its_outcome_unknown) {
    aludel::session session = behind->open_session();
    constexpr auto change = "insert into people_cities (name) values ({})";
    session.execute(change, "prepared");
    lose_answer_of([&] { session.execute(change, "there all the same"); }, true);
    EXPECT_EQ(stored(), 2u);
}

TEST_F(lost_answers, to_a_statement_inside_a_transaction_leave_nothing_unknown) {
    aludel::session session = behind->open_session();
    aludel::transaction scope{session};
    constexpr auto change = "insert into people_cities (name) values ({})";
    session.execute(change, "prepared");
    lose_answer_of([&] { session.execute(change, "lost"); }, false);
    scope.rollback();
    EXPECT_EQ(stored(), 0u);
}

TEST_F(lost_answers, do_not_make_an_engine_run_work_again) {
    int runs = 0;
    std::jthread cutter;
    const auto work = [&](aludel::session& session) {
        ++runs;
        aludel::repository<city>{session}.add({0, "there all the same"});
        wire->let_pass(conformance::bridge::passing::requests);
        cutter = std::jthread{[this] {
            std::this_thread::sleep_for(300ms);
            wire->hang_up();
        }};
    };
    expect_lost([&] { behind->transaction(work, {.attempts = 3}); }, true);
    cutter.join();
    wire->let_pass(conformance::bridge::passing::all);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(stored(), 1u);
    EXPECT_EQ(behind->open_session().query_one<int>("select 1"), 1) << "the engine goes on";
}

}  // namespace connection_losses
