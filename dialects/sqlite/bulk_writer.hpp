// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/bulk_writer.hpp>

namespace aludel::sqlite {

class bulk_support;

/// The fastest writer for the plan, or null where this version of SQLite lacks what the plan needs.
std::unique_ptr<aludel::bulk_writer> make_bulk_writer(bulk_support& support, const bulk_plan& plan);

}  // namespace aludel::sqlite
