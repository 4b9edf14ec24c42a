// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <aludel/session/session_core.hpp>

#include "unit_of_work_plan.hpp"
#include "unit_of_work_undo.hpp"

namespace aludel::detail {

/// Inserts what was added: in bulk, parents before what refers to them, and sets what links to them.
class work_inserts {
public:
    work_inserts(session_core& session, std::span<table_work> work, undo_log& undo)
        : session_{session}, work_{work}, undo_{undo} {}

    /// Afterwards nothing is `added` any more, and all that is still to change is among `changed`.
    void run();

private:
    /// Objects that wait to be inserted, by what a foreign key of others refers to.
    struct awaited_keys {
        const foreign_key_description* foreign_key;
        const tracked_objects* parents;
        std::unordered_map<std::string, std::size_t> waiting;
    };
    /// A foreign key that is set when all rows are there, because they refer to each other in a circle.
    struct deferred_key {
        table_work* of;
        std::size_t index;
        std::span<const column_index> columns;
        std::vector<value> values;  // none: those of a link
    };

    bool insert_ready(table_work& work);
    [[nodiscard]] std::vector<awaited_keys> keys_awaited_by(const table_work& work) const;
    [[nodiscard]] awaited_keys keys_of_waiting(const foreign_key_description& foreign_key,
                                               const table_work& parents) const;
    [[nodiscard]] bool waits(const table_work& work, std::size_t index, std::span<const awaited_keys> awaited);
    [[nodiscard]] std::vector<const awaited_keys*> values_awaited(const table_work& work, std::size_t index,
                                                                  std::span<const awaited_keys> awaited);
    void insert(table_work& work, std::span<const std::size_t> ready);

    void cut_a_circle();
    bool defer(table_work& work, std::size_t index, std::span<const awaited_keys> awaited);
    void set_deferred();
    void set_linked();

    void take_links(table_work& work, std::size_t index);
    void copy_key(const pending_link& link, tracked_objects& children, std::size_t child);
    void note_change(table_work& work, std::size_t index);

    session_core& session_;
    std::span<table_work> work_;
    undo_log& undo_;
    std::vector<deferred_key> deferred_;
    const void* parent_ = nullptr;  // whose row is read
    std::vector<value_view> parent_row_;
    std::vector<value_view> child_row_;
    scratch temporaries_;
};

}  // namespace aludel::detail
