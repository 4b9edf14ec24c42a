// SPDX-License-Identifier: BSL-1.0
// What ends a piece of work from outside, and when: on a database that only notes what it is told.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "session/running_work.hpp"

namespace {

using namespace std::chrono_literals;
using aludel::ending;
using aludel::may_end;
using clock = std::chrono::steady_clock;

struct told {
    std::atomic<int> requests{0};
    std::atomic<int> settled{0};
    std::atomic<bool> was_cut{false};
    std::atomic<bool> is_deaf{false};  // requests do not return
};

class noting final : public aludel::interrupter {
public:
    explicit noting(std::shared_ptr<told> book) : book_{std::move(book)} {}
    void interrupt() noexcept override {
        ++book_->requests;
        while (book_->is_deaf) {
            std::this_thread::sleep_for(1ms);
        }
    }
    bool cut() noexcept override { return book_->was_cut = true; }
    void settle() override { ++book_->settled; }

private:
    std::shared_ptr<told> book_;
};

class running_work : public testing::Test {
protected:
    ~running_work() override { book->is_deaf = false; }

    template <class Condition>
    static bool comes_true(Condition condition, clock::duration within = 2s) {
        const auto until = clock::now() + within;
        while (!condition() && clock::now() < until) {
            std::this_thread::sleep_for(1ms);
        }
        return condition();
    }

    std::shared_ptr<told> book = std::make_shared<told>();
    std::shared_ptr<aludel::statement_watchdog> watchdog = std::make_shared<aludel::statement_watchdog>();
    std::shared_ptr<aludel::running_work> work =
        std::make_shared<aludel::running_work>(std::make_unique<noting>(book), watchdog);
};

TEST_F(running_work, is_ended_at_its_limit_and_asked_for_again_until_it_ends) {
    work->begin(30ms, may_end::yes);
    EXPECT_EQ(work->ended_by(), ending::none);
    EXPECT_TRUE(comes_true([&] { return book->requests >= 2; }));
    EXPECT_EQ(work->ended_by(), ending::timed_out);
    work->end();
    EXPECT_EQ(book->settled, 1);
    EXPECT_EQ(work->ended_by(), ending::none);
    const int asked = book->requests;
    std::this_thread::sleep_for(300ms);
    EXPECT_EQ(book->requests, asked);
}

TEST_F(running_work, that_ends_in_time_is_left_alone) {
    for (int i = 0; i < 100; ++i) {
        work->begin(30ms, may_end::yes);
        std::this_thread::sleep_for(1ms);
        work->end();
    }
    EXPECT_EQ(book->requests, 0);
    EXPECT_EQ(book->settled, 0);
}

TEST_F(running_work, ends_when_the_database_has_been_told) {
    book->is_deaf = true;
    work->begin(10ms, may_end::yes);
    ASSERT_TRUE(comes_true([&] { return book->requests == 1; }));
    std::atomic<bool> is_over{false};
    std::thread hearing{[&] {
        std::this_thread::sleep_for(100ms);
        EXPECT_FALSE(is_over);
        book->is_deaf = false;
    }};
    work->end();
    is_over = true;
    hearing.join();
    EXPECT_EQ(book->settled, 1);
}

TEST_F(running_work, inside_another_is_part_of_that_one) {
    work->begin(30ms, may_end::yes);
    work->begin(1h, may_end::no);
    EXPECT_TRUE(comes_true([&] { return work->ended_by() == ending::timed_out; }));
    work->end();
    EXPECT_EQ(work->ended_by(), ending::timed_out);
    work->end();
    EXPECT_EQ(work->ended_by(), ending::none);
}

TEST_F(running_work, of_waits_is_ended_by_a_long_one_and_not_by_what_is_between_them) {
    work->begin(30ms, may_end::yes);
    work->begin_waits();
    std::this_thread::sleep_for(100ms);
    for (int i = 0; i < 50; ++i) {
        work->begin_wait();
        std::this_thread::sleep_for(1ms);
        work->end_wait();
    }
    EXPECT_EQ(work->ended_by(), ending::none);
    work->begin_wait();
    EXPECT_TRUE(comes_true([&] { return work->ended_by() == ending::timed_out; }));
    work->end();
}

TEST_F(running_work, within_a_wait_has_the_whole_limit_for_itself) {
    work->begin(100ms, may_end::yes);
    work->begin_waits();
    work->begin_wait();
    for (int i = 0; i < 5; ++i) {
        work->begin(100ms, may_end::yes);
        std::this_thread::sleep_for(40ms);
        work->end();
    }
    EXPECT_EQ(work->ended_by(), ending::none);
    work->begin(100ms, may_end::yes);
    EXPECT_TRUE(comes_true([&] { return work->ended_by() == ending::timed_out; }));
    work->end();
    work->end_wait();
    work->end();
}

TEST_F(running_work, is_cancelled_by_its_own_session_only) {
    const std::uint64_t lease = work->lease();
    work->begin(0ms, may_end::yes);
    work->cancel(lease + 1);
    EXPECT_EQ(work->ended_by(), ending::none);
    work->cancel(lease);
    EXPECT_EQ(work->ended_by(), ending::cancelled);
    EXPECT_EQ(book->requests, 1);
    work->end();
    work->cancel(lease);
    work->end_lease();
    work->begin(0ms, may_end::yes);
    work->cancel(lease);
    EXPECT_EQ(work->ended_by(), ending::none);
    work->end();
    EXPECT_EQ(book->requests, 1);
}

TEST_F(running_work, that_may_not_be_ended_is_not_asked_for) {
    work->begin(10ms, may_end::no);
    work->cancel(work->lease());
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(book->requests, 0);
    work->end();
    EXPECT_EQ(book->settled, 0);
}

TEST_F(running_work, of_a_database_that_is_dead_is_cut_and_waits_for_nobody) {
    book->is_deaf = true;
    work->begin(0ms, may_end::yes);
    const auto begun = clock::now();
    work->cancel(work->lease());
    EXPECT_GE(clock::now() - begun, 4900ms);
    EXPECT_LT(clock::now() - begun, 7s);
    EXPECT_TRUE(book->was_cut);
    EXPECT_TRUE(work->was_cut());
    work->end();
    EXPECT_EQ(book->settled, 0);
}

/// Ended, cancelled and coming to an end at once.
TEST_F(running_work, of_many_requests_at_once_is_settled_behind_each_that_was_made) {
    std::atomic<bool> is_over{false};
    const std::uint64_t lease = work->lease();
    std::thread hammer{[&] {
        while (!is_over) {
            work->cancel(lease);
        }
    }};
    int ended = 0;
    for (int i = 0; i < 500; ++i) {
        work->begin(1ms, may_end::yes);
        std::this_thread::sleep_for(std::chrono::microseconds{i * 4});
        ended += work->ended_by() == ending::none ? 0 : 1;
        const int before = book->requests;
        const int settled = book->settled;
        work->end();
        EXPECT_GE(book->requests, before);
        EXPECT_LE(book->settled, settled + 1);
    }
    is_over = true;
    hammer.join();
    EXPECT_GT(ended, 0);
}

}  // namespace
