// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <aludel/model/value_view.hpp>

namespace aludel::postgresql {

/// A date, timestamp or timestamptz in text, as sessions with DateStyle ISO have it: `2024-02-29 23:59:59.5+05:30`,
/// `0044-03-15 BC`. Years have four digits at least. Without an offset it is taken for UTC. Whatever else it is
/// ("infinity", another DateStyle) comes back as text. Throws mapping_error for a time behind the last one that 64 bits
/// can tell.
value_view decode_date_text(std::string_view text);
value_view decode_timestamp_text(std::string_view text);

}  // namespace aludel::postgresql
