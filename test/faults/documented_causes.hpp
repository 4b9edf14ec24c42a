// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <aludel/error.hpp>

namespace faults {

/// The class of an error, as the page spells it.
std::string_view class_of(const aludel::error& thrown);

/// Holds an error to the row of doc/how-to/handle-errors.md that begins with this cause: its class, its code in the
/// database's column ("PostgreSQL", "MySQL, MariaDB", "SQLite"), and whether the session can go on.
void expect_as_documented(std::string_view cause, std::string_view database, const aludel::error& thrown);

}  // namespace faults
