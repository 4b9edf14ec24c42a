// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include "batch_loader.hpp"

namespace aludel::mysql {

/// Upserts of batches that LOAD DATA brings into a temporary table, one for each batch.
std::unique_ptr<batch_loader> open_staged_upsert(const bulk_target& target, const std::string& clause);

}  // namespace aludel::mysql
