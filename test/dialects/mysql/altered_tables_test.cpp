// SPDX-License-Identifier: BSL-1.0
// Statements whose tables change under them.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "../../conformance/database.hpp"

namespace altered {

class altered_table : public testing::Test {
protected:
    altered_table() {
        session.core().run("drop table if exists altered, altered_too");
        session.core().run("create table altered (id bigint primary key, number int not null) engine = innodb");
        session.execute("insert into altered values (1, 5)");
    }
    ~altered_table() override { session.core().run("drop table if exists altered, altered_too"); }
    aludel::session session = conformance::db().open_session();
};

TEST_F(altered_table, since_a_transaction_began_to_read_is_a_conflict) {
    aludel::transaction scope{session, {.isolation = aludel::isolation::repeatable_read}};
    (void)session.query<std::int64_t>("select id from altered where id = 2");
    {
        aludel::session other = conformance::db().open_session();
        other.core().run("create table altered_too (id bigint primary key) engine = innodb");
    }
    EXPECT_THROW((void)session.query<std::int64_t>("select id from altered_too"), aludel::transaction_conflict);
    scope.rollback();
}

TEST_F(altered_table, all_the_time_fails_no_statement) {
    std::atomic<bool> is_over = false;
    std::atomic<int> runs = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            aludel::session own = conformance::db().open_session();
            while (!is_over && !HasFailure()) {
                try {
                    EXPECT_EQ(own.query_one<std::int32_t>("select number from altered where id = {}", 1), 5);
                    own.execute("update altered set number = 5 where id = {}", 1);
                    ++runs;
                } catch (const aludel::error& failed) {
                    ADD_FAILURE() << failed.what();
                }
            }
        });
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{2};
    for (int i = 0; std::chrono::steady_clock::now() < until; ++i) {
        session.core().run("alter table altered comment = 'the " + std::to_string(i) + "th'");
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    is_over = true;
    threads.clear();
    EXPECT_GT(runs, 0);
}

}  // namespace altered
