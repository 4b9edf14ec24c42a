// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/model/reflect.hpp>

namespace aludel {

/// The members by which get_or_create and update_or_create look for a row. Only a unique key keeps two callers at
/// once from making two rows.
template <auto First, auto... Rest>
struct match_key {
    using root = detail::struct_of<First>;
    [[nodiscard]] static std::span<const column_index> columns() {
        return detail::member_list<First, Rest...>::columns;
    }
};

template <auto... Members>
inline constexpr match_key<Members...> match{};

}  // namespace aludel
