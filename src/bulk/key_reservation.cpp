// SPDX-License-Identifier: BSL-1.0
#include "key_reservation.hpp"

#include "sql/named_parameters.hpp"

namespace aludel {

std::string key_reservation(const session_core& session, const table_description& table,
                            const column_description& counted) {
    const capabilities& facts = session.facts();
    return sql::with_placeholders(session.dialect().reserve_keys_statement(facts, table, counted), 1, facts.syntax);
}

void reserve_keys(session_core& session, const table_description& table, const column_description& counted,
                  std::int64_t greatest) {
    if (greatest <= 0) {
        return;
    }
    if (const std::string sql = key_reservation(session, table, counted); !sql.empty()) {
        const value_view parameters[] = {value_view::of_int64(greatest)};
        session.query(sql, parameters, {}, [](std::span<const value_view>) { return true; });
    }
}

}  // namespace aludel
