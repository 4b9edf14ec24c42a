// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrate {

/// A name that C++ allows and nobody has yet, as near to `name` as it goes: "class" is "class_", "2nd place" is
/// "n_2nd_place". Adds it to those that are taken.
[[nodiscard]] std::string cpp_name(std::string_view name, std::vector<std::string>& taken);

/// The text as a string literal.
[[nodiscard]] std::string cpp_literal(std::string_view text);

}  // namespace aludel::migrate
