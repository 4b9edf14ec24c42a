// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "unit_of_work_objects.hpp"

namespace aludel::detail {

/// An object whose row is to take other values in some columns.
struct object_change {
    std::size_t index;
    std::vector<column_index> columns;
};

/// What a commit has to do with the objects of one table.
struct table_work {
    tracked_objects* objects;
    std::vector<std::size_t> added{};
    std::vector<std::size_t> linked{};  ///< stored ones that will refer to added ones
    std::vector<object_change> changed{};
    std::vector<std::size_t> removed{};
};

/// What a commit has to do, parents first. Throws what can be told before anything is sent: unique_violation when two
/// objects claim one key, usage_error when a key was changed or an object is linked to one that was removed.
std::vector<table_work> work_to_do(std::span<const std::unique_ptr<tracked_objects>> tables);

/// Whether there is anything to do.
bool is_idle(std::span<const table_work> work) noexcept;

/// The columns in which an object differs from its row, those of its key too.
std::vector<column_index> differing_columns(const tracked_objects& objects, std::size_t index);
/// As above. Throws usage_error when its key does.
std::vector<column_index> changes_of(const tracked_objects& objects, std::size_t index);

/// Whether a link will set one of the columns.
bool is_linked(const tracked_objects& objects, std::size_t index, std::span<const column_index> columns);

}  // namespace aludel::detail
