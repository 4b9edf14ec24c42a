// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include <aludel/error.hpp>

namespace aludel {

/// What became of a connection of an engine.
enum class connection_change : std::uint8_t {
    opened,
    refused,         ///< it could not be opened
    lost,            ///< it broke, or its server is gone
    expired,         ///< closed: it was as old as `max_lifetime` allows
    idle_too_long,   ///< closed: it was idle for longer than `max_idle_time`
    not_resettable,  ///< closed: what its session left behind could not be undone
    engine_ended,    ///< closed with its engine
};

/// The word in the enumeration: "opened".
std::string_view to_string(connection_change change) noexcept;

/// What `engine_options::on_connection` gets. Holds no password.
struct connection_event {
    connection_change change = connection_change::opened;
    std::string_view url;                 ///< as `engine::url()` shows it; valid during the call
    std::chrono::nanoseconds duration{};  ///< how long it took to open, or to be refused; else how long it was open
    const error* failure = nullptr;       ///< why it was refused; valid during the call
};

using connection_handler = std::function<void(const connection_event&)>;

}  // namespace aludel
