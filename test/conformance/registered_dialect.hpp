// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace conformance {

/// Makes connection strings like "testlite:////path/of/a/file" known: a dialect of the tests' own.
void register_testlite();

}  // namespace conformance
