// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/session/session_core.hpp>

#include "unit_of_work_plan.hpp"
#include "unit_of_work_undo.hpp"

namespace aludel::detail {

/// Writes the columns in which objects differ from their rows. Rows with the same set of changed columns go together.
class work_updates {
public:
    work_updates(session_core& session, undo_log& undo) : session_{session}, undo_{undo} {}

    void run(const table_work& work);

private:
    void update(tracked_objects& objects, std::span<const column_index> columns, std::span<const std::size_t> rows);
    void update_in_bulk(tracked_objects& objects, std::span<const column_index> columns,
                        std::span<const std::size_t> rows);
    void update_one(tracked_objects& objects, std::span<const column_index> columns, std::size_t index);
    void require_versions(const tracked_objects& objects, std::span<const std::size_t> rows);

    session_core& session_;
    undo_log& undo_;
    value_view now_ = sql::present_time();
};

}  // namespace aludel::detail
