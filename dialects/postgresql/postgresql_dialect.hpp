// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/dialect.hpp>

namespace aludel::postgresql {

std::unique_ptr<aludel::dialect> make_dialect();

}  // namespace aludel::postgresql
