// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <aludel/model/reflect.hpp>
#include <aludel/schema/compare.hpp>
#include <aludel/session/engine.hpp>

/// Keeping a database's tables in step with the program's structs.
namespace aludel::migrate {

/// How the tables that these describe differ from those that the database has. Other tables are not looked at.
std::vector<schema::difference> check_tables(session_core& session,
                                             std::span<const table_description* const> described);

/// What differs between these structs and the database's tables: nothing, right after create_all. Tables of other
/// structs are not looked at. Throws usage_error where the dialect cannot tell which tables there are.
template <class... Structs>
std::vector<schema::difference> check(engine& db) {
    static constexpr const table_description* described[] = {&table_of<Structs>...};
    session opened = db.open_session();
    return check_tables(opened.core(), described);
}

}  // namespace aludel::migrate
