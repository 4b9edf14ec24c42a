// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <soci/soci.h>

#include "../harness/database.hpp"

namespace bench {

/// SOCI's own session on the database, with the settings that aludel's have.
std::unique_ptr<soci::session> open_soci_session(const database& target);

}  // namespace bench
