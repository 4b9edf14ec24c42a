// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/dialect.hpp>

namespace aludel::mysql {

/// MySQL and MariaDB: one dialect, whose facts come from the server's version.
std::unique_ptr<aludel::dialect> make_dialect();

}  // namespace aludel::mysql
