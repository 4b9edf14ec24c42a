// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/model/table_definition.hpp>

/// Tables that take few types and nothing else: those that say " strict", sqlite.org/stricttables.html
namespace aludel::schema {

/// The wanted tables as those can hold them that are there: in a strict one each column has a type that it takes.
std::vector<table> typed_like(std::span<const table> present, std::span<const table> wanted);

}  // namespace aludel::schema
