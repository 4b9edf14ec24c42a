// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workload.hpp"

namespace bench {

/// What the command line leaves of the methods: those with one of these in their names, or all; none with a part that
/// stands behind a minus here.
using method_filter = std::vector<std::string>;

/// Why there is nothing to measure of the shape; empty: there is.
std::string reason_to_leave_out(std::string_view shape, const database& target);

/// A shape with so many rows of usual size, by every method that there is for the database; for shapes that are not to
/// be left out.
std::unique_ptr<any_workload> open_workload(std::string_view shape, database& target, std::uint64_t rows,
                                            const method_filter& wanted);

}  // namespace bench
