// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "iso_codes.hpp"

namespace demo {

/// Reads the four files in a directory. Throws std::runtime_error for a file that cannot be read, a record that lacks
/// a member, and a member that no field takes.
iso_codes read_iso_codes(const std::string& directory);

}  // namespace demo
