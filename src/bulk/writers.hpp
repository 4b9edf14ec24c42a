// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/session/session_core.hpp>

namespace aludel {

/// The writer for a plan: the dialect's own where it has one, otherwise one of the shared ones.
std::unique_ptr<bulk_writer> writer_for(session_core& session, const bulk_plan& plan);
/// The same for a writer that is part of another one; rows that ask for a key may meet others by it.
std::unique_ptr<bulk_writer> open_writer(session_core& session, const bulk_plan& plan);

}  // namespace aludel
