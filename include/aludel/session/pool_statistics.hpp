// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace aludel {

/// What an engine's connections are doing, and have done since it was made. All numbers are of one moment.
struct pool_statistics {
    // Now
    std::size_t open = 0;     ///< connections: opened - closed
    std::size_t in_use = 0;   ///< places held by sessions, or by threads that are opening a connection
    std::size_t idle = 0;     ///< connections that wait to be lent; never more than `open`
    std::size_t waiting = 0;  ///< threads that wait for a connection

    // So far
    std::uint64_t leases = 0;    ///< sessions that got a connection
    std::uint64_t waits = 0;     ///< of all who asked for one, those that had to wait; with those that gave up
    std::uint64_t timeouts = 0;  ///< waits that ended at `acquire_timeout`
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;                ///< connections that could not be opened
    std::uint64_t closed = 0;                 ///< for whatever reason
    std::uint64_t lost = 0;                   ///< of the closed ones, those that were found broken
    std::chrono::nanoseconds wait_time{};     ///< of all waits that are over
    std::chrono::nanoseconds longest_wait{};  ///< of one of them
};

}  // namespace aludel
