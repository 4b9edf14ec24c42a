// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

/// Integers in network order, as the binary formats of PostgreSQL hold them.
namespace aludel::postgresql {

template <class Integer>
void store(char* to, Integer number) noexcept {
    auto rest = static_cast<std::make_unsigned_t<Integer>>(number);
    for (std::size_t i = sizeof(Integer); i-- > 0;) {
        to[i] = static_cast<char>(rest & 0xffu);
        if constexpr (sizeof(Integer) > 1) {
            rest = static_cast<decltype(rest)>(rest >> 8);
        }
    }
}

template <class Integer>
Integer load(const char* from) noexcept {
    std::make_unsigned_t<Integer> number = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
        number = static_cast<decltype(number)>((number << 8) | static_cast<unsigned char>(from[i]));
    }
    return static_cast<Integer>(number);
}

template <class Integer>
void append(std::string& bytes, Integer number) {
    char stored[sizeof(Integer)];
    store(stored, number);
    bytes.append(stored, sizeof stored);
}

}  // namespace aludel::postgresql
