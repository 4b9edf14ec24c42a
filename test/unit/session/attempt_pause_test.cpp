// SPDX-License-Identifier: BSL-1.0
// Rule 29: pauses between attempts grow, and no two of those who collided pause alike.
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "session/attempt_pause.hpp"

namespace {

using namespace std::chrono_literals;

TEST(attempt_pause, the_longest_ones_double_from_ten_milliseconds_to_a_second) {
    EXPECT_EQ(aludel::longest_pause(2), 10ms);
    for (unsigned attempt = 3; attempt <= 8; ++attempt) {
        EXPECT_EQ(aludel::longest_pause(attempt), 2 * aludel::longest_pause(attempt - 1)) << attempt;
    }
    EXPECT_EQ(aludel::longest_pause(9), 1s);
    EXPECT_EQ(aludel::longest_pause(1'000'000), 1s);
}

TEST(attempt_pause, each_is_anything_up_to_the_longest) {
    std::minstd_rand random{1};
    for (unsigned attempt = 2; attempt <= 10; ++attempt) {
        std::chrono::milliseconds sum{0};
        std::set<std::chrono::milliseconds> different;
        constexpr int draws = 2'000;
        for (int i = 0; i < draws; ++i) {
            const auto pause = aludel::pause_before(attempt, random);
            EXPECT_GE(pause, 1ms);
            EXPECT_LE(pause, aludel::longest_pause(attempt));
            sum += pause;
            different.insert(pause);
        }
        EXPECT_GE(different.size(), 10u);
        const double mean = static_cast<double>(sum.count()) / draws;
        EXPECT_NEAR(mean, static_cast<double>(aludel::longest_pause(attempt).count()) / 2,
                    static_cast<double>(aludel::longest_pause(attempt).count()) / 10);
    }
}

}  // namespace
