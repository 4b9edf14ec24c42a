// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/dialect/capabilities.hpp>
#include <aludel/sql/spelling.hpp>

#include "wire.hpp"

namespace aludel::mysql {

/// The writer by array binding, or null where server and driver do not both know it (MySQL, MariaDB before 10.2).
std::unique_ptr<bulk_writer> open_array_writer(wire& connection, const capabilities& facts, const spelling& spell,
                                               const bulk_plan& plan);

}  // namespace aludel::mysql
