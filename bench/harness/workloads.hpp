// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workload.hpp"

namespace bench {

/// What the command line leaves of the methods: those with one of these in their names, or all.
using method_filter = std::vector<std::string>;

/// A shape with so many rows of usual size, by every method that there is for the database; null if the shape has no
/// rows on this machine.
std::unique_ptr<any_workload> open_workload(std::string_view shape, database& target, std::uint64_t rows,
                                            const method_filter& wanted);

}  // namespace bench
