// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::col;
using aludel::table_of;
using shop::user;

aludel::sql::select_query users_older_than(int age) {
    aludel::sql::select_query query;
    query.table = &table_of<user>;
    query.where = (col<&user::age> > age).tree;
    return query;
}

aludel::sql::select_query page(std::optional<std::uint64_t> limit, std::uint64_t offset) {
    aludel::sql::select_query query;
    query.table = &table_of<shop::city>;
    query.order = {col<&shop::city::name>.asc().order, col<&shop::city::id>.desc().order};
    query.limit = limit;
    query.offset = offset;
    return query;
}

aludel::sql::select_query locked(aludel::sql::row_lock lock) {
    aludel::sql::select_query query;
    query.table = &table_of<shop::city>;
    query.lock = lock;
    return query;
}

std::vector<std::string> selected(const server& to, const aludel::sql::select_query& query) {
    try {
        return shown(write_select(to.sql(), query));
    } catch (const aludel::usage_error& refused) {
        return {std::string{"refused: "} + refused.what()};
    }
}

}  // namespace

group reading() {
    return {"reading",
            {
                {"every row",
                 [](const server& to) {
                     return selected(to, locked({}));
                 }},
                {"rows that meet a condition",
                 [](const server& to) {
                     return selected(to, users_older_than(18));
                 }},
                {"words of SQL and quotes as names",
                 [](const server& to) {
                     aludel::sql::select_query query;
                     query.table = &table_of<shop::order>;
                     query.where = (col<&shop::order::select> == "x").tree;
                     query.order = {col<&shop::order::quoted>.asc().order};
                     return selected(to, query);
                 }},
                {"the first page",
                 [](const server& to) {
                     return selected(to, page(10, 0));
                 }},
                {"a later page",
                 [](const server& to) {
                     return selected(to, page(10, 20));
                 }},
                {"an offset without a limit",
                 [](const server& to) {
                     return selected(to, page({}, 20));
                 }},
                {"no rows at all",
                 [](const server& to) {
                     return selected(to, page(0, 0));
                 }},
                {"rows to be changed",
                 [](const server& to) {
                     return selected(to, locked({.exclusive = true}));
                 }},
                {"rows that nobody else changes now",
                 [](const server& to) {
                     return selected(to, locked({.exclusive = true, .skip_locked = true}));
                 }},
                {"rows to be changed at once or not at all",
                 [](const server& to) {
                     return selected(to, locked({.exclusive = true, .no_wait = true}));
                 }},
                {"a count of a page counts every row",
                 [](const server& to) {
                     return shown(write_count(to.sql(), page(10, 20)));
                 }},
                {"a count with a condition",
                 [](const server& to) {
                     return shown(write_count(to.sql(), users_older_than(18)));
                 }},
                {"whether a row exists stops at the first",
                 [](const server& to) {
                     return shown(write_exists(to.sql(), page({}, 20)));
                 }},
                {"whether a table exists",
                 [](const server& to) {
                     return std::vector{to.dialect->table_exists_query()};
                 }},
            }};
}

}  // namespace golden
