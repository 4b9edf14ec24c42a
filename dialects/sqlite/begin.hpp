// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace aludel::sqlite {

/// What begins a read-only transaction. SQLite has none of its own: the native connection makes the connection refuse
/// changes (pragma query_only) from this statement to the end of the transaction.
inline constexpr std::string_view begin_read_only = "begin deferred";

}  // namespace aludel::sqlite
