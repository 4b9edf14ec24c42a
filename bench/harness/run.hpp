// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "options.hpp"

namespace bench {

/// Measures what the options ask for, prints it and writes the files; returns whether every result was right.
bool run(const options& options);

}  // namespace bench
