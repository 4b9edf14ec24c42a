// SPDX-License-Identifier: BSL-1.0
#include <aludel/bulk/on_conflict.hpp>

#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::column_index;
using aludel::on_conflict;
using aludel::table_of;
using shop::membership;
using shop::user;

template <class T>
row upsert(std::string_view name, aludel::policy_for<T> said, std::vector<column_index> columns, std::size_t rows = 1,
           std::vector<column_index> returning = {}) {
    return {name, [said, columns, rows, returning](const server& to) {
                const bool returns = to.facts.syntax.insert_returning;
                return std::vector{
                    write_insert(to.sql(), {.table = &table_of<T>,
                                            .columns = columns,
                                            .rows = rows,
                                            .policy = &said.policy,
                                            .returning = returns ? returning : std::vector<column_index>{}})};
            }};
}

}  // namespace

group upserting() {
    const auto by_email = on_conflict<&user::email>;
    const auto by_name = on_conflict<&shop::city::id>;
    const auto by_both = on_conflict<&membership::user_id, &membership::group_id>;
    const std::vector<column_index> every_column{0, 1, 2, 3, 4, 5, 6, 7};
    return {"upserting",
            {
                upsert("a row that is there stays", by_email.do_nothing(), every_column),
                upsert("rows that are there stay", by_name.do_nothing(), {0, 1}, 2),
                upsert("a row that is there gets all values and moves updated_at", by_email.do_update(), every_column),
                upsert("a row that is there gets two values and moves updated_at",
                       by_email.do_update<&user::name, &user::age>(), every_column),
                upsert("rows that are there get all values", by_name.do_update(), {0, 1}, 2),
                upsert("a key of two columns", by_both.do_update(), {0, 1, 2}),
                upsert("the stored row comes back where it can", by_name.do_update(), {0, 1}, 1, {0, 1}),
            }};
}

}  // namespace golden
