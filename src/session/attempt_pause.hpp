// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace aludel {

/// The longest pause before an attempt, the second one being the first that has a pause: doubles from 10 ms to 1 s.
constexpr std::chrono::milliseconds longest_pause(unsigned attempt) noexcept {
    const unsigned doublings = std::min(attempt < 2 ? 0u : attempt - 2, 7u);
    return std::chrono::milliseconds{std::min(10u << doublings, 1000u)};
}

/// Anything up to the longest: those who collided do not meet again.
template <class Random>
std::chrono::milliseconds pause_before(unsigned attempt, Random& random) {
    std::uniform_int_distribution<std::chrono::milliseconds::rep> pause{1, longest_pause(attempt).count()};
    return std::chrono::milliseconds{pause(random)};
}

}  // namespace aludel
