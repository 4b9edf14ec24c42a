// SPDX-License-Identifier: BSL-1.0
// A database in memory belongs to its engine: shared by the engine's connections, unknown to others, gone with it.
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "../../conformance/database.hpp"

namespace memory_databases {

struct spelling {
    std::string_view name;
    std::string_view url;
};
class memory_database : public testing::TestWithParam<spelling> {};

INSTANTIATE_TEST_SUITE_P(spellings, memory_database,
                         testing::Values(spelling{"nothing", "sqlite://"}, spelling{"word", "sqlite://:memory:"},
                                         spelling{"sqlite3", "sqlite3://:memory:"},
                                         spelling{"through_soci", "sqlite://?native_path=off"}),
                         [](const auto& each) { return std::string{each.param.name}; });

std::int64_t rows_of(aludel::session& session) {
    return session.query_one<std::int64_t>("select count(*) from t");
}

TEST_P(memory_database, is_shared_by_the_connections_of_its_engine) {
    aludel::engine engine{GetParam().url};
    aludel::session first = engine.open_session();
    aludel::session second = engine.open_session();
    first.core().run("create table t (x integer)");
    EXPECT_EQ(second.execute("insert into t values (1)"), 1u);
    EXPECT_EQ(rows_of(first), 1);
}

TEST_P(memory_database, outlives_every_session_while_the_engine_lives) {
    aludel::engine engine{GetParam().url};
    engine.open_session().core().run("create table t (x integer)");
    engine.open_session().execute("insert into t values (1)");
    aludel::session session = engine.open_session();
    EXPECT_EQ(rows_of(session), 1);
}

TEST_P(memory_database, is_another_one_for_another_engine_and_gone_with_its_own) {
    {
        aludel::engine engine{GetParam().url};
        engine.open_session().core().run("create table t (x integer)");
        aludel::engine other{GetParam().url};
        aludel::session session = other.open_session();
        EXPECT_THROW((void)rows_of(session), aludel::statement_error);
    }
    aludel::engine next{GetParam().url};
    aludel::session session = next.open_session();
    EXPECT_THROW((void)rows_of(session), aludel::statement_error);
}

TEST_P(memory_database, makes_writers_wait_for_each_other) {
    aludel::engine engine{GetParam().url};
    engine.open_session().core().run("create table t (x integer)");
    engine.open_session().execute("insert into t values (0)");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 25; ++round) {
                engine.transaction([](aludel::session& session) {
                    const auto before = session.query_one<std::int64_t>("select x from t");
                    session.execute("update t set x = {}", before + 1);
                });
            }
        });
    }
    for (std::thread& each : threads) {
        each.join();
    }
    EXPECT_EQ(engine.open_session().query_one<std::int64_t>("select x from t"), 100);
}

TEST(memory_databases, leave_no_file) {
    const auto files = [] {
        return std::distance(std::filesystem::directory_iterator{"."}, std::filesystem::directory_iterator{});
    };
    const auto before = files();
    aludel::engine engine{"sqlite://:memory:"};
    engine.open_session().core().run("create table t (x integer)");
    EXPECT_EQ(files(), before);
}

}  // namespace memory_databases
