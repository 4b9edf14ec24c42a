// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/bulk/bulk_load.hpp>

namespace aludel {

/// Writes the rows of a source as the plan says, inside a transaction that the caller opened. Of an insert, `prepare`
/// makes each row ready.
bulk_counts write_rows(session_core& session, row_source& source, const bulk_plan& plan,
                       const insert_preparation* prepare = nullptr);

}  // namespace aludel
