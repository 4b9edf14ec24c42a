// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace aludel {

/// Whole numbers. Keeps its memory when it is cleared, which takes no time however many it held: a load fills and
/// clears one for every batch, and an unordered_set would allocate and free a node for every row.
class number_set {
public:
    /// Adds the number; false when it is there already.
    bool insert(std::int64_t number) {
        if (2 * (size_ + 1) > slots_.size()) {
            grow();
        }
        slot& place = place_of(number);
        if (place.round == round_) {
            return false;
        }
        place = {number, round_};
        ++size_;
        return true;
    }
    void clear() noexcept {
        size_ = 0;
        ++round_;
    }

private:
    /// Taken if it was filled since the set was cleared last.
    struct slot {
        std::int64_t number = 0;
        std::uint64_t round = 0;
    };

    /// Where the number is, or belongs: the first free slot behind the one that its hash tells (D. E. Knuth, The Art of
    /// Computer Programming, volume 3, 6.4: multiplicative hashing, linear probing).
    slot& place_of(std::int64_t number) noexcept {
        const auto hash = static_cast<std::uint64_t>(number) * 0x9E37'79B9'7F4A'7C15;
        std::size_t place = static_cast<std::size_t>(hash >> (64 - std::bit_width(slots_.size() - 1)));
        while (slots_[place].round == round_ && slots_[place].number != number) {
            place = (place + 1) & (slots_.size() - 1);
        }
        return slots_[place];
    }

    void grow() {
        constexpr std::size_t fewest = 64;
        const std::vector<slot> before = std::move(slots_);
        slots_.assign(std::max(fewest, 2 * before.size()), {});
        for (const slot& each : before) {
            if (each.round == round_) {
                place_of(each.number) = each;
            }
        }
    }

    std::vector<slot> slots_;  // a power of two of them, or none
    std::size_t size_ = 0;
    std::uint64_t round_ = 1;
};

}  // namespace aludel
