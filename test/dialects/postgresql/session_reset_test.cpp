// SPDX-License-Identifier: BSL-1.0
// What reset=everything undoes of a session, and what reset=transaction leaves.
#include <gtest/gtest.h>

#include "../../conformance/database.hpp"

namespace {

void leave_much_behind(aludel::session& session) {
    session.execute("set search_path to pg_catalog");
    session.execute("set time zone 'America/New_York'");
    session.execute("listen somebody");
    (void)session.query<std::tuple<std::string>>("select pg_advisory_lock(471147)::text");
    session.execute("create temporary table left_behind (a integer)");
}

std::int64_t traces_in(aludel::session& session) {
    return session.query_one<std::int64_t>(
        "select (current_setting('search_path') = 'pg_catalog')::int + (select count(*) from pg_listening_channels()) "
        "+ "
        "(select count(*) from pg_locks where locktype = 'advisory' and objid = 471147 and pid = pg_backend_pid()) + "
        "(select count(*) from pg_class where relname = 'left_behind' and pg_table_is_visible(oid))");
}

TEST(session_reset, undoes_all_that_a_session_left_behind_and_keeps_prepared_statements) {
    std::uint64_t prepared = 0;
    aludel::engine own{conformance::url("pool_size=1&reset=everything")};
    for (int round = 0; round < 3; ++round) {
        aludel::session session = own.open_session();
        EXPECT_EQ(traces_in(session), 0);
        EXPECT_EQ(session.query_one<std::string>("select current_setting('TimeZone')"), "UTC");
        const auto count = session.query_one<std::int64_t>("select count(*) from pg_prepared_statements");
        EXPECT_GE(static_cast<std::uint64_t>(count), prepared);
        prepared = static_cast<std::uint64_t>(count);
        leave_much_behind(session);
        EXPECT_EQ(traces_in(session), 4);
    }
    EXPECT_GT(prepared, 2u);
    EXPECT_EQ(own.statistics().opened, 1u);
}

TEST(session_reset, of_transactions_only_leaves_it) {
    aludel::engine own{conformance::url("pool_size=1")};
    {
        aludel::session session = own.open_session();
        leave_much_behind(session);
    }
    aludel::session session = own.open_session();
    EXPECT_EQ(traces_in(session), 4);
}

}  // namespace
