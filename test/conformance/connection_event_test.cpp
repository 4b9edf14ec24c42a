// SPDX-License-Identifier: BSL-1.0
// What on_connection is told, and what on_statement is told of statements that failed or took long.
#include "people.hpp"

namespace connection_events {

using namespace people;
using namespace std::chrono_literals;
using aludel::connection_change;

struct heard {
    connection_change change;
    std::string url;
    std::chrono::nanoseconds duration;
    std::string failure;
};

class connection_events : public testing::Test {
protected:
    aludel::engine_options hearing(aludel::engine_options options = {}) {
        options.on_connection = [this](const aludel::connection_event& event) {
            told.push_back({event.change, std::string{event.url}, event.duration,
                            event.failure == nullptr ? "" : event.failure->what()});
        };
        return options;
    }

    std::vector<heard> told;
};

TEST_F(connection_events, tell_of_a_connection_that_is_opened_and_ends_with_its_engine) {
    {
        aludel::engine own{conformance::url("pool_size=1"), hearing()};
        EXPECT_TRUE(told.empty());
        { const aludel::session session = own.open_session(); }
        ASSERT_EQ(told.size(), 1u);
        EXPECT_EQ(told[0].change, connection_change::opened);
        EXPECT_EQ(told[0].url, own.url());
        EXPECT_GT(told[0].duration, 0ns);
        { const aludel::session same = own.open_session(); }
        EXPECT_EQ(told.size(), 1u);
    }
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[1].change, connection_change::engine_ended);
    EXPECT_GT(told[1].duration, 0ns);
    EXPECT_EQ(aludel::to_string(told[1].change), "engine_ended");
}

TEST_F(connection_events, tell_of_one_that_could_not_be_opened_without_its_password) {
    // Nobody listens on that port, and no folder is called so.
    const std::string url =
        conformance::words().number.empty()  // no server
            ? "sqlite:////no/such/folder/anywhere.db"
            : conformance::url().substr(0, conformance::url().find(':')) + "://somebody:5ecret@127.0.0.1:1/nothing";
    aludel::engine own{url, hearing()};
    EXPECT_THROW((void)own.open_session(), aludel::error);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].change, connection_change::refused);
    EXPECT_FALSE(told[0].failure.empty());
    EXPECT_EQ((told[0].failure + told[0].url).find("5ecret"), std::string::npos) << told[0].failure;
    EXPECT_EQ(own.statistics().refused, 1u);
    EXPECT_EQ(own.statistics().in_use, 0u);
}

TEST_F(connection_events, cannot_undo_what_happened) {
    aludel::engine own{conformance::url("pool_size=1"), {.on_connection = [](const aludel::connection_event&) {
                           throw std::runtime_error{"whoever watches fails"};
                       }}};
    aludel::session session = own.open_session();
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

TEST_F(connection_events, of_sessions_that_cannot_be_reset_are_told_where_the_database_has_no_way_to) {
    aludel::engine own{conformance::url("pool_size=1&reset=everything"), hearing()};
    { const aludel::session session = own.open_session(); }
    { const aludel::session session = own.open_session(); }
    const auto seen = own.statistics();
    const bool resets = seen.opened == 1;
    EXPECT_EQ(told.size(), resets ? 1u : 4u);
    EXPECT_EQ(told.back().change, resets ? connection_change::opened : connection_change::not_resettable);
}

class statement_failures : public testing::Test {
protected:
    struct told_failure {
        bool slow;
        std::optional<aludel::error_class> error;
        std::string sqlstate;
        int native_code;
    };
    std::vector<told_failure> failed;
    std::uint64_t slow = 0;
    aludel::engine_options hearing(std::chrono::milliseconds threshold = 0ms) {
        return {.slow_statement = threshold, .on_statement = [this](const aludel::statement_event& event) {
                    slow += event.slow ? 1 : 0;
                    if (event.failed) {
                        failed.push_back({event.slow, event.error, std::string{event.sqlstate}, event.native_code});
                    }
                }};
    }
    template <class Failing>
    void expect_told(Failing failing) {
        failed.clear();
        try {
            failing();
            ADD_FAILURE() << "nothing was thrown";
        } catch (const aludel::error& thrown) {
            ASSERT_FALSE(failed.empty());
            EXPECT_EQ(failed.front().sqlstate, thrown.sqlstate());
            EXPECT_EQ(failed.front().native_code, thrown.native_code());
            EXPECT_TRUE(thrown.native_code() != 0 || !thrown.sqlstate().empty());
        }
    }
};

TEST_F(statement_failures, are_told_with_the_class_and_the_codes_of_their_error) {
    aludel::engine own{conformance::url(), hearing()};
    aludel::session session = conformance::session_with<city, person>(own);
    aludel::repository<person> persons{session};
    persons.add(called("Alice"));
    expect_told([&] { persons.add(called("Alice")); });
    EXPECT_EQ(failed.front().error, aludel::error_class::unique_violation);
    EXPECT_EQ(aludel::to_string(*failed.front().error), "unique_violation");
    expect_told([&] { session.execute("insert into nowhere values (1)"); });
    EXPECT_EQ(failed.front().error, aludel::error_class::statement_error);
    expect_told([&] { persons.bulk_insert(std::vector{called("Bob"), called("Alice")}); });
    EXPECT_EQ(failed.front().error, aludel::error_class::unique_violation);
}

TEST_F(statement_failures, of_the_programs_own_have_no_class) {
    aludel::engine own{conformance::url(), hearing()};
    aludel::session session = conformance::session_with<city, person>(own);
    aludel::repository<person>{session}.add(called("Alice"));
    EXPECT_THROW(session.execute("insert into nowhere values (1)"), aludel::statement_error);
    failed.clear();
    EXPECT_THROW((void)session.query<std::int32_t>("select name from people"), aludel::mapping_error);
    for (const told_failure& each : failed) {
        EXPECT_FALSE(each.error) << aludel::to_string(*each.error);
    }
}

TEST_F(statement_failures, and_the_slow_ones_are_marked) {
    aludel::engine own{conformance::url("slow_statement=3600000"), hearing()};
    { (void)conformance::session_with<city, person>(own); }
    EXPECT_EQ(slow, 0u);
    // 20 000 rows take longer than a millisecond, on every machine.
    aludel::engine quick{conformance::url(), hearing(1ms)};
    aludel::session session = conformance::session_with<city, person>(quick);
    std::vector<person> many;
    for (int i = 0; i < 20'000; ++i) {
        many.push_back(called(std::to_string(i)));
    }
    aludel::repository<person> persons{session};
    persons.bulk_insert(many);
    session.execute("update people set age = 1");
    EXPECT_GT(slow, 0u);
    persons.remove_all();
}

}  // namespace connection_events
