// SPDX-License-Identifier: BSL-1.0
// A pooler that lends its server connections for one transaction at a time: PgBouncer, whose transactions take turns
// on three and more of them. And what statement_cache=0 does on a plain server.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <thread>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace poolers {

using dialects::expect_said;
using dialects::thrown_by;

/// What libpq sent while this object lived: the messages' names, "Parse Bind Describe Execute Sync".
class sent_messages {
public:
    explicit sent_messages(aludel::session& session)
        : native_{static_cast<soci::postgresql_session_backend*>(session.soci().get_backend())->conn_},
          file_{std::tmpfile()} {
        PQtrace(native_, file_);
        PQsetTraceFlags(native_, PQTRACE_SUPPRESS_TIMESTAMPS);
    }
    sent_messages(const sent_messages&) = delete;
    sent_messages& operator=(const sent_messages&) = delete;
    ~sent_messages() {
        PQuntrace(native_);
        std::fclose(file_);
    }
    [[nodiscard]] std::string names() const {
        std::rewind(file_);
        std::string names;
        char direction = 0;
        char name[64];
        for (char line[4096]; std::fgets(line, sizeof line, file_) != nullptr;) {
            if (std::sscanf(line, "%c\t%*d\t%63s", &direction, name) == 2 && direction == 'F') {
                names += (names.empty() ? "" : " ") + std::string{name};
            }
        }
        return names;
    }

private:
    PGconn* native_;
    std::FILE* file_;
};

TEST(a_server_itself, is_taken_for_one) {
    EXPECT_TRUE(conformance::db().open_session().facts().keeps_session_state);
}

TEST(no_statement_cache, makes_a_statement_one_message_that_needs_nothing_before_it) {
    aludel::engine own{conformance::url("pool_size=1&statement_cache=0")};
    aludel::session session = own.open_session();
    EXPECT_FALSE(session.facts().keeps_session_state);
    for (int round = 0; round < 2; ++round) {
        const sent_messages sent{session};
        EXPECT_EQ(session.query_one<std::string>("select cast({} as text)", "a"), "a");
        EXPECT_EQ(sent.names(), "Parse Bind Describe Execute Sync");
    }
    EXPECT_EQ(session.query_one<int>("select count(*)::int from pg_prepared_statements"), 0);
}

TEST(no_statement_cache, describes_a_text_inside_a_transaction_once_so_that_it_cannot_abort_it) {
    aludel::engine own{conformance::url("pool_size=1&statement_cache=0")};
    aludel::session session = own.open_session();
    aludel::transaction scope{session};
    EXPECT_EQ(session.query_one<std::string>("select concat({})", "a"), "a");
    const sent_messages sent{session};
    EXPECT_EQ(session.query_one<std::string>("select concat({})", "a"), "a");
    // Between two savepoints, as any statement of the user's.
    EXPECT_EQ(sent.names(), "Query Parse Bind Describe Execute Sync Query");
}

TEST(no_statement_cache, refuses_another_number_of_parameters_and_goes_on) {
    aludel::engine own{conformance::url("pool_size=1&statement_cache=0")};
    aludel::session session = own.open_session();
    const aludel::value_view one[] = {aludel::value_view::of_int32(1)};
    expect_said(thrown_by<aludel::usage_error>([&] { (void)session.core().start("select $1::int, $2::int", one); }),
                {"1 parameters"});
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

TEST(no_statement_cache, reads_bytes_in_either_notation) {
    aludel::engine own{conformance::url("pool_size=1&statement_cache=0")};
    aludel::session session = own.open_session();
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{'a'}, std::byte{'\\'}, std::byte{255}, std::byte{'7'}};
    for (const char* const notation : {"hex", "escape"}) {
        session.core().run("set bytea_output = " + std::string{notation});
        EXPECT_EQ(session.query_one<std::vector<std::byte>>("select {}", bytes), bytes) << notation;
        EXPECT_EQ(session.query_one<std::vector<std::byte>>("select ''::bytea"), std::vector<std::byte>{}) << notation;
    }
}

TEST(no_statement_cache, reads_times_in_every_time_zone_and_refuses_another_notation) {
    using timestamp = std::chrono::sys_time<std::chrono::microseconds>;
    using namespace std::chrono_literals;
    aludel::engine own{conformance::url("pool_size=1&statement_cache=0")};
    aludel::session session = own.open_session();
    const timestamp early = std::chrono::sys_days{std::chrono::year{1800} / 1 / 1} + 250ms;
    for (const char* const zone : {"UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Amsterdam"}) {
        session.core().run("set time zone '" + std::string{zone} + "'");  // Amsterdam was 19 min 32 s ahead in 1800
        EXPECT_EQ(session.query_one<timestamp>("select '1800-01-01 00:00:00.25Z'::timestamptz"), early) << zone;
        EXPECT_EQ(session.query_one<timestamp>("select {}", early), early) << zone;
    }
    EXPECT_EQ(session.query_one<std::string>("select 'infinity'::timestamptz"), "infinity");
    EXPECT_EQ(session.query_one<std::chrono::sys_days>("select '0044-03-15 BC'::date"),
              std::chrono::sys_days{std::chrono::year{-43} / 3 / 15});
    session.core().run("set datestyle = 'German'");
    EXPECT_THROW((void)session.query_one<timestamp>("select '1800-01-01 00:00:00Z'::timestamptz"),
                 aludel::mapping_error);
    EXPECT_THROW((void)session.query_one<std::chrono::sys_days>("select '1800-01-01'::date"), aludel::mapping_error);
}

TEST(pooling, that_is_unknown_is_a_usage_error) {
    expect_said(thrown_by<aludel::usage_error>([] { aludel::engine{conformance::url("pooling=statement")}; }),
                {"session", "transaction"});
}

TEST(pooling, by_transaction_can_be_said) {
    aludel::engine own{conformance::url("pooling=transaction")};
    EXPECT_FALSE(own.open_session().facts().keeps_session_state);
}

TEST(statement_names, that_clash_or_are_missing_hint_at_a_pooler) {
    aludel::session session = conformance::db().open_session();
    session.core().run("prepare mine as select 1");
    const auto twice = thrown_by<aludel::statement_error>([&] { session.core().run("prepare mine as select 1"); });
    EXPECT_EQ(twice.sqlstate(), "42P05");
    expect_said(twice, {"\"mine\"", "pooler", "statement_cache=0"});
    session.core().run("deallocate mine");
    const auto missing = thrown_by<aludel::statement_error>([&] { session.core().run("execute mine"); });
    EXPECT_EQ(missing.sqlstate(), "26000");
    expect_said(missing, {"pooler", "statement_cache=0"});
}

class pooler : public testing::Test {
protected:
    void SetUp() override {
        if (url() == nullptr) {
            GTEST_SKIP() << "PgBouncer is not there: ALUDEL_URL_PGBOUNCER is not set";
        }
    }
    static const char* url() { return std::getenv("ALUDEL_URL_PGBOUNCER"); }
    static std::string with(std::string_view parameters) { return url() + std::string{"?"} + std::string{parameters}; }

    /// Server connections that answer one of our connections, one statement after the other.
    static std::set<int> servers_of(aludel::session& session) {
        std::set<int> servers;
        for (int i = 0; i < 200 && servers.size() < 2; ++i) {
            servers.insert(session.query_one<int>("select pg_backend_pid()"));
            std::this_thread::sleep_for(std::chrono::milliseconds{10});  // it opens the others within its first second
        }
        return servers;
    }
};

TEST_F(pooler, is_found_out_and_its_servers_change_between_statements) {
    aludel::engine own{url()};
    aludel::session session = own.open_session();
    EXPECT_FALSE(session.facts().keeps_session_state);
    EXPECT_GT(servers_of(session).size(), 1u);
}

TEST_F(pooler, has_every_server_in_the_time_zone_and_the_notation_of_the_session) {
    aludel::engine own{url()};
    aludel::session session = own.open_session();
    ASSERT_GT(servers_of(session).size(), 1u);
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(session.query_one<std::string>("select current_setting('TimeZone')"), "UTC");
        EXPECT_EQ(session.query_one<std::string>("select current_setting('DateStyle')").substr(0, 3), "ISO");
    }
}

TEST_F(pooler, keeps_a_transaction_on_one_server) {
    aludel::engine own{url()};
    aludel::session session = own.open_session();
    ASSERT_GT(servers_of(session).size(), 1u);
    aludel::transaction scope{session};
    std::set<int> servers;
    for (int i = 0; i < 10; ++i) {
        servers.insert(session.query_one<int>("select pg_backend_pid()"));
    }
    EXPECT_EQ(servers.size(), 1u);
}

TEST_F(pooler, lets_a_stream_be_left_early) {
    aludel::engine own{url()};
    aludel::session session = own.open_session();
    for (int round = 0; round < 5; ++round) {
        for (const int number : session.stream<int>("select n::int from generate_series(1, 100000) as n")) {
            if (number == 10) {
                break;
            }
        }
        EXPECT_EQ(session.query_one<int>("select 7"), 7);
    }
}

TEST_F(pooler, taken_for_a_server_makes_an_error_with_the_cure_and_never_runs_another_statement) {
    aludel::engine own{with("pooling=session&pool_size=2")};
    aludel::session first = own.open_session();
    aludel::session second = own.open_session();
    EXPECT_TRUE(first.facts().keeps_session_state);
    const auto run = [&] {
        for (int i = 0; i < 200; ++i) {
            EXPECT_EQ(first.query_one<int>("select {} + 1", i), i + 1);
            EXPECT_EQ(second.query_one<int>("select {} + 2", i), i + 2);
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
    };
    const auto misused = thrown_by<aludel::statement_error>(run);
    EXPECT_EQ(misused.sqlstate(), "26000");
    expect_said(misused, {"pooler", "statement_cache=0"});
}

TEST_F(pooler, taken_for_a_server_says_the_same_inside_a_transaction) {
    aludel::engine own{with("pooling=session&pool_size=1")};
    aludel::session session = own.open_session();
    const auto run = [&] {
        for (int i = 0; i < 200; ++i) {
            aludel::transaction scope{session};
            EXPECT_EQ(session.query_one<int>("select {} + 1", i), i + 1);
            scope.commit();
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
    };
    expect_said(thrown_by<aludel::statement_error>(run), {"pooler", "statement_cache=0"});
}

TEST_F(pooler, serves_more_sessions_at_once_than_it_has_servers) {
    aludel::engine own{with("pool_size=16")};
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int thread = 0; thread < 16; ++thread) {
        threads.emplace_back([&, thread] {
            aludel::session session = own.open_session();
            for (int i = 0; i < 50; ++i) {
                aludel::transaction scope{session};
                const auto text = std::to_string(thread * 1000 + i);
                right += session.query_one<std::string>("select concat({}, {})", text, "!") == text + "!" ? 1 : 0;
                scope.commit();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 16 * 50);
}

}  // namespace poolers
