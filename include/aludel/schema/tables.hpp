// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include <aludel/model/table_description.hpp>
#include <aludel/session/session_core.hpp>

/// Creating and dropping the tables of a program.
namespace aludel::schema {

[[nodiscard]] bool table_exists(session_core& session, const table_description& table);

/// Creates those tables that do not exist, in the order that their foreign keys need. Returns how many. In one
/// transaction where the server keeps DDL inside one, which may be the caller's; elsewhere one after the other.
std::size_t create_missing_tables(session_core& session, std::span<const table_description* const> tables);

/// Drops those of the tables that exist, in the reverse order.
void drop_existing_tables(session_core& session, std::span<const table_description* const> tables);

}  // namespace aludel::schema
