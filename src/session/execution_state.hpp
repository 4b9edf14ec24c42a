// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <vector>

#include <aludel/session/session_core.hpp>

#include "connection_pool.hpp"

namespace aludel {

/// What an execution holds while it runs.
struct execution::state {
    session_core* owner = nullptr;
    std::string key;  ///< of the prepared statement in the cache; begins with the text
    std::size_t text_size = 0;
    std::unique_ptr<statement> prepared;
    std::vector<value_view> parameters;  ///< for a stream, which outlives what its caller bound
    scratch kept;
    std::vector<value_view> row;
    std::chrono::steady_clock::time_point started;
    std::uint64_t rows_read = 0;
    fetch mode = fetch::buffered;
    bool failed = false;
};

}  // namespace aludel
