// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/error.hpp>

namespace aludel::migrate {

/// Throws an error of the class and with the details of the one that was caught, which says more.
[[noreturn]] void throw_same_class(const error& caught, const std::string& message);

}  // namespace aludel::migrate
