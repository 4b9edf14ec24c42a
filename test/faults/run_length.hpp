// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

namespace faults {

/// What a run does at full length, when ALUDEL_FAULTS is `full`, and otherwise.
template <class Amount>
Amount by_length(Amount brief, Amount full) {
    const char* const asked = std::getenv("ALUDEL_FAULTS");
    return asked != nullptr && std::string_view{asked} == "full" ? full : brief;
}

/// Of this run's random choices: ALUDEL_FAULTS_SEED repeats one.
inline unsigned seed() {
    const char* const asked = std::getenv("ALUDEL_FAULTS_SEED");
    return asked != nullptr ? static_cast<unsigned>(std::stoul(asked)) : std::random_device{}();
}

}  // namespace faults
