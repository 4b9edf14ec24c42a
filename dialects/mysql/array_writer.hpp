// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "bulk_writer.hpp"

namespace aludel::mysql {

/// INSERT by array binding: one statement of one row, sent with columns of values.
std::unique_ptr<bulk_writer> open_array_writer(bulk_target target);

}  // namespace aludel::mysql
