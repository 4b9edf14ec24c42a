// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

/// Integers in network order, as the binary formats of PostgreSQL hold them.
namespace aludel::postgresql {

/// Between network order and the machine's. A loop over bytes is not taken for this by g++ 12.
template <class Integer>
Integer reordered(Integer number) noexcept {
    if constexpr (sizeof(Integer) == 1 || std::endian::native == std::endian::big) {
        return number;
    } else if constexpr (sizeof(Integer) == 2) {
        return static_cast<Integer>(__builtin_bswap16(static_cast<std::uint16_t>(number)));
    } else if constexpr (sizeof(Integer) == 4) {
        return static_cast<Integer>(__builtin_bswap32(static_cast<std::uint32_t>(number)));
    } else {
        static_assert(sizeof(Integer) == 8);
        return static_cast<Integer>(__builtin_bswap64(static_cast<std::uint64_t>(number)));
    }
}

/// Returns the end of what was stored.
template <class Integer>
char* store(char* to, Integer number) noexcept {
    number = reordered(number);
    std::memcpy(to, &number, sizeof number);
    return to + sizeof number;
}

template <class Integer>
Integer load(const char* from) noexcept {
    Integer number;
    std::memcpy(&number, from, sizeof number);
    return reordered(number);
}

template <class Integer>
void append(std::string& bytes, Integer number) {
    char stored[sizeof(Integer)];
    store(stored, number);
    bytes.append(stored, sizeof stored);
}

}  // namespace aludel::postgresql
