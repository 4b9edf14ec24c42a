// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace aludel {

/// What a constraint, an index or a sequence of these columns is called where nobody gave it a name: "uq_users__email",
/// cut to `max_length` bytes with a hash of the whole name at the end.
std::string conventional_name(std::string_view prefix, std::string_view table, std::span<const std::string> columns,
                              std::size_t max_length);

}  // namespace aludel
