// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace aludel::detail {

/// How many objects of `size` bytes ahead of the one that is read the processor is asked for: about a kilobyte.
constexpr std::size_t objects_ahead(std::size_t size) noexcept {
    return std::max<std::size_t>(1, 1024 / size);
}

/// Asks the processor for the beginning of an object. Rows are read between statements, which empty its cache and make
/// it forget that they follow each other. The address need not be one of an object: nothing is read.
// Inlined, or g++ 12 takes it for a function that does nothing and leaves out the call (-O1, -Os).
[[gnu::always_inline]] inline void prefetch_object(std::uintptr_t address, std::size_t size) noexcept {
    constexpr std::size_t cache_line = 64;
    constexpr std::size_t most_bytes = 4 * cache_line;  // from there on the processor goes ahead by itself
    for (std::size_t offset = 0; offset < std::min(size, most_bytes); offset += cache_line) {
        __builtin_prefetch(reinterpret_cast<const void*>(address + offset));
    }
}

/// Asks for the object that stands some way behind this one in an array of objects of `size` bytes.
[[gnu::always_inline]] inline void prefetch_behind(const void* object, std::size_t size) noexcept {
    prefetch_object(reinterpret_cast<std::uintptr_t>(object) + objects_ahead(size) * size, size);
}

}  // namespace aludel::detail
