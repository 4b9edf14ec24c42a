// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <aludel/aludel.hpp>

namespace cut_wires {

struct parcel {
    std::int64_t id{};
    std::string label;
    std::int64_t weight = 0;

    bool operator==(const parcel&) const = default;
};

/// Some whose ids begin with `first`; `weight` is that of each.
inline std::vector<parcel> parcels_from(std::int64_t first, std::int64_t count, std::int64_t weight) {
    std::vector<parcel> made;
    for (std::int64_t id = first; id < first + count; ++id) {
        made.push_back({id, std::string(100, static_cast<char>('a' + id % 26)), weight});
    }
    return made;
}

}  // namespace cut_wires

template <>
inline constexpr auto aludel::entity<cut_wires::parcel> = aludel::table("cut_parcels");
