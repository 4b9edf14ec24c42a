// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>

#include <aludel/session/options.hpp>

namespace spdlog {
class logger;
}

namespace aludel {

/// What `log_to` writes beside failures, slow statements and lost connections.
struct log_settings {
    bool statements = true;            ///< every statement
    bool connections = true;           ///< every connection that is opened or closed
    std::size_t longest_text = 1'000;  ///< bytes of a statement's text; the rest is left out
};

/// Has an engine that is made with these options write to the logger: statements at level debug, slow ones
/// (`engine_options::slow_statement`) at warning, failed ones at error with the class and the codes of the error;
/// connections at info, lost ones at warning, those that could not be opened at error. Never values, nor passwords.
/// What the options tell already goes on being told. The logger must be safe to use from every thread that uses the
/// engine: one with a sink whose name ends in _mt.
///
/// Not in aludel.hpp: it is in a library of its own, `aludel_spdlog`, so that only who wants it needs spdlog.
void log_to(engine_options& options, std::shared_ptr<spdlog::logger> logger, log_settings settings = {});

}  // namespace aludel
