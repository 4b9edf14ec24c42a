// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace aludel {

/// A hash of 64 bits that is the same everywhere and always: names and checksums are made of it. Whoever knows it can
/// find two texts with the same one. RFC 9923, "The FNV Non-Cryptographic Hash Algorithm".
class fnv1a {
public:
    constexpr void add(char c) noexcept { value_ = (value_ ^ static_cast<unsigned char>(c)) * 1099511628211u; }
    constexpr void add(std::string_view text) noexcept {
        for (const char c : text) {
            add(c);
        }
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 14695981039346656037u;
};

}  // namespace aludel
