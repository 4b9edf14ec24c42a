// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
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

    /// Where the number is, or belongs: the first free slot at or behind the one that its hash tells.
    slot& place_of(std::int64_t number) noexcept {
        std::size_t place = hash_of(number) & (slots_.size() - 1);
        while (slots_[place].round == round_ && slots_[place].number != number) {
            place = (place + 1) & (slots_.size() - 1);
        }
        return slots_[place];
    }

    /// The end of SplitMix64 (G. L. Steele and others, "Fast splittable pseudorandom number generators", 2014). Where
    /// it begins no one outside can know, who could else send keys that all want the same slot.
    static std::size_t hash_of(std::int64_t number) noexcept {
        std::uint64_t mixed = static_cast<std::uint64_t>(number) + seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58'476D'1CE4'E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0'49BB'1331'11EB;
        return static_cast<std::size_t>(mixed ^ (mixed >> 31));
    }

    void grow() {
        constexpr std::size_t fewest = 64;
        std::vector<slot> before(std::max(fewest, 2 * slots_.size()));
        before.swap(slots_);
        for (const slot& each : before) {
            if (each.round == round_) {
                place_of(each.number) = each;
            }
        }
    }

    static inline const std::uint64_t seed = std::uint64_t{std::random_device{}()} << 32 | std::random_device{}();

    std::vector<slot> slots_;  // a power of two of them, or none
    std::size_t size_ = 0;
    std::uint64_t round_ = 1;
};

}  // namespace aludel
