// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workload.hpp"

namespace bench {

/// Parts of methods' names, as the command line gives them: of all methods, or of those with one of the parts, none
/// with a part that has a minus in front.
using method_filter = std::vector<std::string>;

/// Why there is nothing to measure of the shape; empty: there is.
std::string reason_to_leave_out(std::string_view shape, const database& target);

/// A shape with so many rows of usual size, by every method that there is for the database; for shapes that are not to
/// be left out.
std::unique_ptr<any_workload> open_workload(std::string_view shape, database& target, std::uint64_t rows,
                                            const method_filter& wanted);

}  // namespace bench
