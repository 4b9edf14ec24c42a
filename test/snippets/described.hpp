// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <aludel/migrate/check.hpp>

#include "check.hpp"

/// Ends the program when the tables, which were just created, are not as their structs describe them.
template <class... Structs>
void tables_are_as_described(aludel::engine& db) {
    check(aludel::migrate::check<Structs...>(db).empty());
}
