// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/schema/compare.hpp>
#include <aludel/schema/ddl.hpp>

/// Constraints may have no name in SQLite, which other servers need to drop them. Those that have none get the one that
/// this library would have given them.
namespace aludel::schema {

std::vector<table> with_names(ddl_target to, std::span<const table> tables);
/// `tables` are those that the differences are of.
std::vector<difference> with_names(ddl_target to, std::span<const difference> differences,
                                   std::span<const table> tables);

}  // namespace aludel::schema
