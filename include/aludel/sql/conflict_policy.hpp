// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <aludel/model/table_description.hpp>

namespace aludel {

enum class conflict_action : std::uint8_t { fail, do_nothing, do_update };

/// What an insert does with a row whose named unique key is already there. A conflict on any other key stays an error.
struct conflict_policy {
    conflict_action action = conflict_action::fail;
    std::vector<column_index> key;      ///< the named unique key; empty for `fail`
    std::vector<column_index> updates;  ///< for do_update: the columns that take the new row's values
};

}  // namespace aludel
