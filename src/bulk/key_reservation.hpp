// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include <aludel/session/session_core.hpp>

namespace aludel {

/// The statement that moves the counter of that column behind a key, its one parameter, so that keys which are made
/// later do not meet those that rows bring. Empty where counters do that by themselves.
std::string key_reservation(const session_core& session, const table_description& table,
                            const column_description& counted);

/// Runs it, inside a transaction of the caller's; nothing for what is not positive.
void reserve_keys(session_core& session, const table_description& table, const column_description& counted,
                  std::int64_t greatest);

}  // namespace aludel
