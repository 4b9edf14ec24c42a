// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/interrupter.hpp>

#include "libpq.hpp"

namespace aludel::postgresql {

/// Ends statements by a cancel request, as PQcancel sends it over a connection of its own. Throws std::bad_alloc.
std::unique_ptr<aludel::interrupter> make_interrupter(PGconn* native);

}  // namespace aludel::postgresql
