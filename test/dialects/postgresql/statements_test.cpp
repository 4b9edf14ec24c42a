// SPDX-License-Identifier: BSL-1.0
// Prepared statements that the server outdates or forgets, streams that are left, COPY where it does not belong.
#include "../../conformance/database.hpp"
#include "../expecting.hpp"

namespace statements {

using dialects::expect_said;
using dialects::thrown_by;

class statement : public testing::Test {
protected:
    statement() {
        session.core().run("drop table if exists stale; create table stale (a int); insert into stale values (1)");
    }
    std::size_t columns_of_stale() {
        aludel::execution running = session.core().start("select * from stale", {});
        EXPECT_TRUE(running.next());
        return running.column_count();
    }
    std::int64_t prepared_on_server() {
        return session.query_one<std::int64_t>("select count(*) from pg_prepared_statements");
    }
    aludel::engine own{conformance::url("pool_size=1")};
    aludel::session session = own.open_session();
};

TEST_F(statement, is_prepared_again_after_its_table_changed) {
    EXPECT_EQ(columns_of_stale(), 1u);
    session.core().run("alter table stale add column b text");
    EXPECT_EQ(columns_of_stale(), 2u);
    session.core().run("alter table stale drop column b");
    EXPECT_EQ(columns_of_stale(), 1u);
    session.core().run("alter table stale alter a type bigint");
    EXPECT_EQ(session.query_one<std::int64_t>("select * from stale"), 1);
    session.core().run("alter table stale alter a type text");
    EXPECT_EQ(session.query_one<std::string>("select * from stale"), "1");
}

TEST_F(statement, is_prepared_again_after_the_server_forgot_it) {
    for (const std::string_view forgetting : {"deallocate all", "discard plans", "deallocate all"}) {
        EXPECT_EQ(columns_of_stale(), 1u);
        session.core().run(forgetting);
        EXPECT_EQ(columns_of_stale(), 1u);
    }
}

TEST_F(statement, outdated_inside_a_transaction_is_a_conflict_and_works_behind_it) {
    EXPECT_EQ(columns_of_stale(), 1u);
    {
        aludel::transaction scope{session};
        session.core().run("alter table stale add column b int");
        EXPECT_THROW((void)columns_of_stale(), aludel::transaction_conflict);
    }
    EXPECT_EQ(columns_of_stale(), 1u);
}

TEST_F(statement, forgotten_inside_a_transaction_is_a_conflict_once_for_all_statements) {
    const auto other = [this] {
        return session.query_one<int>("select 1 + {}", 1);
    };
    EXPECT_EQ(columns_of_stale(), 1u);
    EXPECT_EQ(other(), 2);
    {
        aludel::transaction scope{session};
        session.core().run("deallocate all");
        EXPECT_THROW((void)columns_of_stale(), aludel::transaction_conflict);
    }
    aludel::transaction scope{session};
    EXPECT_EQ(columns_of_stale(), 1u);
    EXPECT_EQ(other(), 2);
}

TEST_F(statement, outdated_by_somebody_else_lets_the_transaction_run_again) {
    (void)columns_of_stale();
    { aludel::session given_back{std::move(session)}; }
    aludel::engine{conformance::url("pool_size=1")}.open_session().execute("alter table stale alter a type bigint");
    int attempts = 0;
    own.transaction(
        [&](aludel::session& again) {
            ++attempts;
            EXPECT_EQ(again.core().start("select * from stale", {}).column_count(), 1u);
        },
        {.attempts = 2});
    EXPECT_EQ(attempts, 2);
}

TEST_F(statement, that_fails_like_an_outdated_one_is_no_conflict) {
    session.core().run("create or replace function unsupported(n int) returns int language plpgsql as $f$ begin "
                       "raise exception 'no' using errcode = '0A000'; end $f$");
    for (const std::string_view text : {"execute nowhere", "select unsupported(1)"}) {
        aludel::transaction scope{session};
        EXPECT_THROW((void)session.core().start(text, {}), aludel::statement_error) << text;
    }
}

TEST_F(statement, that_is_no_longer_kept_is_forgotten_by_the_server_too) {
    aludel::engine few{conformance::url("pool_size=1&statement_cache=4")};
    aludel::session other = few.open_session();
    for (int i = 0; i < 200; ++i) {
        const std::string sql = "select " + std::to_string(i);
        EXPECT_EQ(other.query_one<int>(aludel::runtime_sql{sql}), i);
    }
    EXPECT_LE(other.query_one<std::int64_t>("select count(*) from pg_prepared_statements"), 8);
}

/// Rows that are sent one by one because they fill the server's buffer; all of them would take 1000 seconds.
constexpr std::string_view slow_rows =
    "select i, repeat('x', 10000) || pg_sleep(0.01) from generate_series(1, 100000) as i";

TEST_F(statement, known_to_read_only_is_cancelled_when_its_stream_is_left_early) {
    const auto begun = std::chrono::steady_clock::now();
    for (int round = 0; round < 20; ++round) {
        {
            aludel::execution reading = session.core().start(slow_rows, {}, aludel::fetch::streamed_read);
            EXPECT_TRUE(reading.next());
        }
        EXPECT_EQ(session.query_one<int>("select 1"), 1);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{60});
}

TEST_F(statement, that_may_change_rows_runs_to_its_end_when_its_stream_is_left_early) {
    for (const int number : session.stream<int>("insert into stale select generate_series(1, 20000) returning a")) {
        EXPECT_EQ(number, 1);
        break;
    }
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from stale"), 20'001);
}

TEST_F(statement, left_early_keeps_what_a_function_in_a_select_wrote) {
    session.core().run("create or replace function add_stale(n int) returns setof int language sql volatile as "
                       "$f$ insert into stale select generate_series(1, n) returning a $f$");
    for (const int number : session.stream<int>("select * from add_stale({})", 5000)) {
        EXPECT_EQ(number, 1);
        break;
    }
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from stale"), 5001);
}

TEST_F(statement, left_early_in_a_transaction_does_not_abort_it) {
    aludel::transaction scope{session};
    for (const int number : session.stream<int>("select generate_series(1, 100000)")) {
        EXPECT_EQ(number, 1);
        break;
    }
    session.execute("insert into stale values (2)");
    scope.commit();
    EXPECT_EQ(session.query_one<std::int64_t>("select count(*) from stale"), 2);
}

TEST_F(statement, that_fails_between_two_streamed_rows_throws_there) {
    int rows = 0;
    const auto read = [&] {
        for (const int number : session.stream<int>("select 100 / (2000 - i) from generate_series(1, 10000) as i")) {
            EXPECT_LE(number, 100);
            ++rows;
        }
    };
    EXPECT_EQ(thrown_by<aludel::statement_error>(read).sqlstate(), "22012");
    EXPECT_LE(rows, 1'999);
    EXPECT_GE(rows, 1'999 - 256) << "libpq 17 and newer drop the last chunk when they learn of the error";
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

TEST_F(statement, with_more_parameters_than_libpq_lets_be_described_works) {
    constexpr int parameters = 20'000;
    std::string sql =
        "select cast($1 as bigint), cast($2 as text), 0.5, true, cast('\\x01ff' as bytea), null where $3 = ''";
    std::vector<aludel::value_view> values{aludel::value_view::of_int64(7), aludel::value_view::of_text("seven")};
    while (values.size() < parameters) {
        values.push_back(aludel::value_view::of_text(""));
        sql += values.size() > 3 ? " and $" + std::to_string(values.size()) + " = ''" : "";
    }
    int rows = 0;
    session.core().query(sql, values, {}, [&](std::span<const aludel::value_view> row) {
        EXPECT_EQ(row[0].integer(), 7);
        EXPECT_EQ(row[1].text(), "seven");
        EXPECT_EQ(row[2].text(), "0.5");
        EXPECT_TRUE(row[3].boolean());
        EXPECT_EQ(row[4].bytes().size(), 2u);
        EXPECT_TRUE(row[5].is_null());
        ++rows;
        return true;
    });
    EXPECT_EQ(rows, 1);
}

TEST_F(statement, of_copy_is_refused_and_leaves_the_session_usable) {
    for (const std::string_view sql :
         {"copy stale from stdin", "copy (select generate_series(1, 1000)) to stdout", "copy stale to stdout"}) {
        SCOPED_TRACE(sql);
        expect_said(thrown_by<aludel::usage_error>([&] { session.core().run(sql); }), {"COPY", "bulk_insert"});
        EXPECT_EQ(session.query_one<int>("select 1"), 1);
        expect_said(thrown_by<aludel::usage_error>([&] { session.execute(aludel::runtime_sql{sql}); }), {"COPY"});
        EXPECT_EQ(session.query_one<int>("select 1"), 1);
    }
}

TEST_F(statement, that_raises_notices_prints_nothing) {
    testing::internal::CaptureStderr();
    session.core().run("do $$ begin raise notice 'hello'; raise warning 'beware'; end $$");
    session.core().run("drop table if exists never_there");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(statement, that_a_timeout_or_a_lock_ends_is_a_timeout) {
    session.core().run("set statement_timeout = 50");
    EXPECT_EQ(thrown_by<aludel::timeout>([&] { session.execute("select pg_sleep(10)"); }).sqlstate(), "57014");
    session.core().run("set statement_timeout = 0");
    aludel::session holder = conformance::db().open_session();
    aludel::transaction held{holder};
    holder.core().run("lock table stale");
    aludel::transaction scope{session};
    EXPECT_EQ(thrown_by<aludel::timeout>([&] { session.core().run("lock table stale nowait"); }).sqlstate(), "55P03");
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

}  // namespace statements
