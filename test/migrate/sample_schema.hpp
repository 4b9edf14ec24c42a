// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/session/session.hpp>

/// The database of a shop that lends films, as somebody made it by hand: 20 tables with composite keys, keys that refer
/// to their own table, names that C++ and SQL have reserved, defaults and checks.
namespace migrating {

void make_sample_schema(aludel::session& session);
void drop_sample_schema(aludel::session& session);

}  // namespace migrating
