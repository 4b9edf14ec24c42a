// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include <aludel/session/session_core.hpp>

#include "unit_of_work_plan.hpp"
#include "unit_of_work_undo.hpp"

namespace aludel::detail {

/// Removes rows by their keys, many at once, those that refer to others before these. Tables with a mark for removed
/// rows have theirs marked.
class work_removals {
public:
    work_removals(session_core& session, std::span<table_work> work, undo_log& undo)
        : session_{session}, work_{work}, undo_{undo} {}

    void run();

private:
    /// What rows that wait to be removed refer to by one foreign key.
    struct referred_keys {
        const foreign_key_description* foreign_key;
        std::unordered_set<std::string> keys;
    };

    bool remove_ready(table_work& work);
    [[nodiscard]] std::vector<referred_keys> references_to(const table_work& work) const;
    void remove(tracked_objects& objects, std::span<const std::size_t> rows);
    bool forget_references(table_work& work);
    bool set_to_null(tracked_objects& objects, std::size_t index, std::span<const column_index> columns);

    session_core& session_;
    std::span<table_work> work_;
    undo_log& undo_;
};

}  // namespace aludel::detail
