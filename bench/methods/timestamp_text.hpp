// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/types/timestamp.hpp>

namespace bench {

/// "2024-02-29 12:34:56.789000", UTC: what libraries are given that know no microseconds.
std::string timestamp_text(aludel::timestamp time);
/// Reads that, also with fewer digits at the end or a zone of zero behind it.
aludel::timestamp timestamp_in(std::string_view text);

}  // namespace bench
