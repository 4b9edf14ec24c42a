// SPDX-License-Identifier: BSL-1.0
// What reset=everything undoes of a session: by COM_RESET_CONNECTION, or where the server does not know that, by a
// connection of its own for each session.
#include <gtest/gtest.h>

#include "../../conformance/database.hpp"

namespace {

TEST(session_reset, undoes_all_that_a_session_left_behind) {
    aludel::engine own{conformance::url("pool_size=1&reset=everything")};
    std::string database;
    std::string mode;
    for (int round = 0; round < 3; ++round) {
        aludel::session session = own.open_session();
        EXPECT_EQ(session.query_one<std::int64_t>("select @left_behind is null"), 1);
        EXPECT_EQ(session.query_one<std::int64_t>("select is_free_lock('left_behind')"), 1);
        const auto seen_database = session.query_one<std::string>("select database()");
        const auto seen_mode = session.query_one<std::string>("select @@sql_mode");
        EXPECT_EQ(session.query_one<std::string>("select @@time_zone"), "+00:00");
        if (round > 0) {
            EXPECT_EQ(seen_database, database);
            EXPECT_EQ(seen_mode, mode);
        }
        database = seen_database;
        mode = seen_mode;
        session.execute("set @left_behind = 1");
        session.execute("set sql_mode = ''");
        session.execute("set time_zone = '+05:00'");
        EXPECT_EQ(session.query_one<std::int64_t>("select get_lock('left_behind', 0)"), 1);
        session.execute("use information_schema");
    }
    EXPECT_EQ(own.statistics().lost, 0u);
}

}  // namespace
