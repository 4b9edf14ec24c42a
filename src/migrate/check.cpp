// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/check.hpp>

#include <aludel/schema/ddl.hpp>
#include <aludel/schema/reading.hpp>

namespace aludel::migrate {

std::vector<schema::difference> check_tables(session_core& session,
                                             std::span<const table_description* const> described) {
    const schema::ddl_target to{session.dialect(), session.facts()};
    std::vector<schema::table> wanted;
    std::vector<schema::table_name> names;
    for (const table_description* table : described) {
        wanted.push_back(schema::describe(to, *table));
        names.push_back(wanted.back().name);
    }
    return schema::compare(schema::read_tables(session, names), schema::settle(session, wanted));
}

}  // namespace aludel::migrate
