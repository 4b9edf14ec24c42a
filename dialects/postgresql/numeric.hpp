// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aludel::postgresql {

/// Stores a whole number in the binary form of `numeric`, without a length in front; at most 18 bytes. Returns the end.
char* store_numeric(char* to, std::uint64_t number) noexcept;

/// Whether the bytes are a `numeric` in binary form.
bool is_numeric(std::string_view bytes) noexcept;

/// Appends the exact decimal text of a `numeric` in binary form, as the server itself would write it.
void append_numeric_text(std::string& text, std::string_view bytes);

}  // namespace aludel::postgresql
