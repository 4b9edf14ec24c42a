// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "database.hpp"
#include "method.hpp"

namespace bench {

template <class Row>
methods<Row> aludel_methods(const database& target);
template <class Row>
methods<Row> soci_methods(const database& target);
template <class Row>
methods<Row> libpqxx_methods(const database& target);

/// All that there are for this database in this build.
template <class Row>
methods<Row> methods_for(const database& target);

}  // namespace bench
