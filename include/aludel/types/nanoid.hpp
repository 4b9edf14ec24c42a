// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aludel {

/// 64 characters that a URL takes as they are.
inline constexpr std::string_view nanoid_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";

/// A text that nobody can guess, of randomness from the operating system: 126 bits of it unless said otherwise, as many
/// as a random UUID in 21 characters. A key by std::string id = aludel::nanoid();
/// Throws usage_error for an alphabet that is not 2 to 128 distinct characters of ASCII, or for no length.
[[nodiscard]] std::string nanoid(std::size_t length = 21, std::string_view alphabet = nanoid_alphabet);

}  // namespace aludel
