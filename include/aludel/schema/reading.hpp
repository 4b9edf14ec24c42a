// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/model/table_definition.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel::schema {

/// Those of the tables that exist, in any order; without names all that the connection finds without naming a schema.
/// Views, and what the database's extensions own, are left out. Throws usage_error where the dialect cannot tell.
std::vector<table> read_tables(session_core& session, std::span<const table_name> names = {});

/// Described tables as this database would print them, so that they compare with those that were read: each is made as
/// a temporary table, read and dropped again. Needs the right to make temporary tables.
std::vector<table> settle(session_core& session, std::span<const table> described);

}  // namespace aludel::schema
