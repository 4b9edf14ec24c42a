// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::col;
using aludel::table_of;
using aludel::value_view;
using aludel::sql::assignment;
using shop::user;

constexpr aludel::column_index user_name = 1;
constexpr aludel::column_index user_age = 4;
constexpr aludel::column_index user_updated_at = 7;

struct update_case {
    std::vector<assignment> assignments;
    aludel::condition<user> where;
    bool touches = false;
    bool returning = false;
};

row update(std::string_view name, update_case said) {
    return {name, [said = std::move(said)](const server& to) {
                aludel::sql::update_statement update;
                update.table = &table_of<user>;
                update.assignments = said.assignments;
                update.where = &said.where.tree;
                if (said.touches) {
                    update.touched_at = value_view::of_timestamp(0);
                }
                update.returning = said.returning && to.facts.syntax.update_returning;
                return shown(write_update(to.sql(), update));
            }};
}

row removal(std::string_view name, const aludel::table_description& table, aludel::expression where) {
    return {name, [&table, where = std::move(where)](const server& to) {
                return shown(write_delete(to.sql(), {.table = &table, .where = &where}));
            }};
}

}  // namespace

group changing() {
    const assignment new_name{user_name, value_view::of_text("Ann")};
    const assignment no_age{user_age, value_view::null_of(aludel::value_kind::int32)};
    const assignment own_time{user_updated_at, value_view::of_timestamp(1)};
    const value_view membership_key[] = {value_view::of_int64(1), value_view::of_int64(2)};
    return {"changing",
            {
                update("one column of some rows", {{new_name}, col<&user::age> > 18}),
                update("a column of every row", {{new_name}, {}}),
                update("a column to NULL", {{no_age}, col<&user::name> == "Ann"}),
                update("updated_at moves where something changes", {{new_name, no_age}, col<&user::age> > 18, true}),
                update("an updated_at that the program set wins", {{new_name, own_time}, col<&user::age> > 18, true}),
                update("the stored rows come back where they can", {{new_name}, col<&user::age> > 18, true, true}),
                removal("rows that meet a condition are removed", table_of<user>, (col<&user::age> > 18).tree),
                removal("a row is removed by its key of two columns", table_of<shop::membership>,
                        aludel::sql::key_equals(table_of<shop::membership>, membership_key)),
                removal("every row is removed", table_of<shop::city>, {}),
            }};
}

}  // namespace golden
