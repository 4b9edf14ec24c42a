// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "../harness/measurement.hpp"

namespace bench {

/// One heading per database, operation and shape, and a line per method.
void write_table(std::ostream& out, const std::vector<measurement>& all);
/// An array of objects; what failed is left out.
void write_json(std::ostream& out, const std::vector<measurement>& all);
/// A bar chart of rows per second, for light and dark surroundings.
void write_svg(std::ostream& out, const std::vector<measurement>& all);

/// "1 234 567"
std::string grouped(double number);
/// The number with so many digits behind the point.
std::string fixed(double number, int digits);
/// "12.3 MiB"
std::string mebibytes(std::uint64_t bytes);

/// Cuts the measurements, which stand together by database, operation and shape, into those groups.
std::vector<std::vector<const measurement*>> by_case(const std::vector<measurement>& all);

}  // namespace bench
