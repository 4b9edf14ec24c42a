// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include <aludel/dialect/dialect.hpp>

namespace aludel {

struct builtin_dialect {
    std::string_view scheme;
    std::unique_ptr<dialect> (*make)();
};

/// The dialects that the build option `dialects` names; the function is generated.
std::span<const builtin_dialect> builtin_dialects();

}  // namespace aludel
