// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/model/value_view.hpp>

namespace aludel {

/// Appends bytes that are the same for values that are the same key, and differ for others: numbers by their value,
/// whatever their width, and text and bytes by their bytes.
void append_key_bytes(std::string& bytes, const value_view& value);

}  // namespace aludel
