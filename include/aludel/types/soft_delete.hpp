// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>

#include <aludel/model/reflect.hpp>
#include <aludel/types/timestamp.hpp>

namespace aludel {

/// Rows that are removed stay in the table, marked: a member of this type adds the column `removed_at`, which the
/// library keeps. Repositories and queries leave removed rows out of everything they read and change, unless they are
/// asked for by with_removed(); remove() marks, restore() takes the mark away, and purge() deletes. A removed row keeps
/// its values in unique keys. Plain SQL sees all rows.
struct soft_delete {
    std::optional<timestamp> removed_at{};  ///< empty while the row is there

    [[nodiscard]] bool is_removed() const noexcept { return removed_at.has_value(); }
    bool operator==(const soft_delete&) const = default;
};

template <>
struct nested_hooks<soft_delete> {
    static constexpr std::size_t removal_mark = 0;
};

}  // namespace aludel
