// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/bulk_writer.hpp>

#include "bulk_columns.hpp"
#include "connection.hpp"

namespace aludel::postgresql {

/// COPY where it can do what the plan asks for, else statements that read arrays. Null for a plan without columns, and
/// for a handful of new rows.
std::unique_ptr<bulk_writer> make_bulk_writer(connection& on, const bulk_plan& plan);

/// For inserts that takes_copy() says yes to. Occupies the connection from a row to the next flush.
std::unique_ptr<bulk_writer> make_copy_writer(connection& on, const bulk_plan& plan, const bulk_load& load);

/// Takes every plan. Leaves the connection free between batches.
std::unique_ptr<bulk_writer> make_unnest_writer(connection& on, const bulk_plan& plan, bulk_load load);

}  // namespace aludel::postgresql
