// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>

#include <aludel/model/table_description.hpp>

namespace aludel {

/// How googletest prints a decode_error.
inline void PrintTo(decode_error error, std::ostream* out) {
    constexpr const char* names[] = {"none", "is_null", "wrong_kind", "out_of_range", "malformed"};
    *out << names[static_cast<int>(error)];
}

}  // namespace aludel
