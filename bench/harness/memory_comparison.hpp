// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "database.hpp"

namespace bench {

/// Streams a tenth of the rows and all of them, in turns, from a generator that holds none of them into a bulk insert:
/// prints rows per second, as medians, and the largest growth of memory for both. For shapes that are generated. Throws
/// wrong_result when other rows are in the table afterwards.
void compare_memory(std::ostream& out, database& target, std::string_view shape, std::uint64_t rows,
                    unsigned repetitions);

}  // namespace bench
