// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrate {

/// A name that C++ allows and nobody has yet, as near to `name` as it goes: "class" is "class_", "2nd place" is
/// "n_2nd_place". Adds it to those that are taken.
[[nodiscard]] std::string cpp_name(std::string_view name, std::vector<std::string>& taken);

/// Throws usage_error unless structs may stand in a namespace of that name: names with "::" between them, none of which
/// is reserved, the standard's or the library's.
void require_namespace(std::string_view name);

/// The text as a string literal.
[[nodiscard]] std::string cpp_literal(std::string_view text);

}  // namespace aludel::migrate
