// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// Collects rows, and sends them by LOAD DATA LOCAL where plan and connection allow it, else by many-row VALUES.
std::unique_ptr<bulk_writer> open_batch_writer(bulk_target target);

}  // namespace aludel::mysql
