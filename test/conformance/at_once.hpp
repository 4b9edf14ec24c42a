// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "database.hpp"

namespace conformance {

/// Calls with a session of each thread's own, all at the same time; whatever one throws fails the test. The shared
/// engine has eight connections.
template <class Call>
void at_once(int threads, Call call, aludel::engine& sessions = db()) {
    std::barrier start{threads};
    std::vector<std::string> failures(static_cast<std::size_t>(threads));
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&, i] {
            try {
                aludel::session session = sessions.open_session();
                start.arrive_and_wait();
                call(session, i);
            } catch (const std::exception& failed) {
                failures[static_cast<std::size_t>(i)] = failed.what();
            }
        });
    }
    for (std::thread& each : running) {
        each.join();
    }
    EXPECT_EQ(failures, std::vector<std::string>(static_cast<std::size_t>(threads)));
}

}  // namespace conformance
