// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

#include <aludel/dialect/dialect.hpp>
#include <aludel/session/options.hpp>

namespace aludel {

/// Waits are added to the present time, which must not overflow.
inline constexpr std::chrono::milliseconds longest_wait = std::chrono::hours{24 * 365};

/// Takes the engine's options out of the connection string, and hands on what the dialect wants to know too. Throws
/// usage_error for a value that an option cannot have.
void take_options(connection_url& url, const dialect& spoken, engine_options& options);

/// Throws usage_error naming a parameter that nobody took, and those that are known.
void refuse_unknown_parameters(const connection_url& url, const dialect& spoken);

}  // namespace aludel
