// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/from.hpp>
#include <aludel/types/soft_delete.hpp>

#include "entities.hpp"
#include "golden.hpp"

namespace golden {

struct author {
    std::int64_t id{};
    std::string name;
    aludel::soft_delete removal;
};
struct book {
    std::int64_t id{};
    std::int64_t author_id{};
    aludel::soft_delete removal;
};

namespace {

using aludel::col;

std::vector<std::string> asked(const server& to, const aludel::sql::select_query& query) {
    return shown(write_select(to.sql(), query));
}

auto joined() {
    return aludel::from<author>().left_join<book>(col<&book::author_id> == col<&author::id>);
}

}  // namespace

group softly() {
    return {"softly",
            {
                {"rows that are not removed",
                 [](const server& to) {
                     const auto query = aludel::from<author>().subquery();
                     return asked(to, *query);
                 }},
                {"rows that are not removed and meet a condition",
                 [](const server& to) {
                     const auto query =
                         aludel::from<author>().where(col<&author::id> == 1 || col<&author::id> == 2).subquery();
                     return asked(to, *query);
                 }},
                {"removed rows, too",
                 [](const server& to) {
                     const auto query = aludel::from<author>().with_removed().subquery();
                     return asked(to, *query);
                 }},
                {"a join of rows that are not removed",
                 [](const server& to) {
                     const auto query = joined().select(col<&author::name>, col<&book::id>).subquery();
                     return asked(to, *query);
                 }},
                {"a join of all rows",
                 [](const server& to) {
                     const auto query = joined().with_removed().select(col<&author::name>, col<&book::id>).subquery();
                     return asked(to, *query);
                 }},
                {"a query inside of another one, each for itself",
                 [](const server& to) {
                     const auto query =
                         aludel::from<author>()
                             .with_removed()
                             .where(col<&author::id>.in(aludel::from<book>().select(col<&book::author_id>)))
                             .select(col<&author::name>)
                             .subquery();
                     return asked(to, *query);
                 }},
                {"a count of rows that are not removed",
                 [](const server& to) {
                     const auto query = aludel::from<author>().subquery();
                     return shown(write_count(to.sql(), *query));
                 }},
                {"whether a row exists that is not removed",
                 [](const server& to) {
                     const auto query = aludel::from<author>().where(col<&author::name> == "x").subquery();
                     return shown(write_exists(to.sql(), *query));
                 }},
            }};
}

}  // namespace golden
