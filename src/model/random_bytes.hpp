// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// Randomness that nobody can guess, from the operating system only; safe across threads and fork(). Throws
/// std::system_error if it has none to give.
namespace aludel {

inline constexpr std::size_t most_random_bytes = 256;

/// Fills at most most_random_bytes.
void fill_with_random_bytes(std::span<std::byte> wanted);

/// Characters of the alphabet, each as likely as the others.
std::string random_text(std::size_t length, std::string_view alphabet);

}  // namespace aludel
