// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>

#include <aludel/model/reflect.hpp>
#include <aludel/model/unmapped.hpp>
#include <aludel/types/timestamp.hpp>

namespace aludel {

/// When a row was made and last changed: a member of this type adds the columns `created_at` and `updated_at`, which
/// the library keeps up to date. What the program sets wins:
/// `created_at` left at its default, the epoch, is set to now() by the insert; an update never changes what is stored.
/// `updated_at` is set to now() by whatever changes the row, unless it differs from what was loaded (from the epoch,
/// in an object that never was): then it is stored as it is.
struct audit {
    timestamp created_at{};
    timestamp updated_at{};
    unmapped<timestamp> loaded{};  ///< updated_at as it came from the database

    bool operator==(const audit&) const = default;
};

template <>
struct nested_hooks<audit> {
    static constexpr std::array roles{column_role::created_at, column_role::updated_at};

    /// Turns the columns that the program left alone into NULL, which means "the library decides".
    static void outgoing(const audit& object, std::span<value_view> columns) noexcept {
        if (object.created_at == timestamp{}) {
            columns[0] = value_view::null_of(value_kind::timestamp);
        }
        if (object.updated_at == object.loaded.value) {
            columns[1] = value_view::null_of(value_kind::timestamp);
        }
    }

    /// Remembers updated_at, to see later whether the program set it.
    static void incoming(audit& object) noexcept { object.loaded.value = object.updated_at; }
};

}  // namespace aludel
