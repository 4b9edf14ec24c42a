// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <aludel/dialect/dialect.hpp>

namespace aludel::sqlite {

/// See dialect::read_tables.
std::vector<schema::table> read_tables(table_question ask, const capabilities& facts,
                                       const schema::asked_tables& asked);

}  // namespace aludel::sqlite
