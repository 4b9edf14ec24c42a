// SPDX-License-Identifier: BSL-1.0
#include <aludel/repository/from.hpp>
#include <aludel/repository/raw.hpp>

#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::avg;
using aludel::coalesce;
using aludel::col;
using aludel::count;
using aludel::from;
using shop::city;
using shop::membership;
using shop::user;

constexpr auto boss = aludel::alias<user, "boss">;
constexpr auto name = col<&user::name>;
constexpr auto age = col<&user::age>;

row query(std::string_view named, std::shared_ptr<const aludel::sql::select_query> asked) {
    return {named, [asked = std::move(asked)](const server& to) {
                return shown(write_select(to.sql(), *asked));
            }};
}
template <class Query>
row query(std::string_view named, const Query& asked) {
    return query(named, asked.subquery());
}

row counted(std::string_view named, std::shared_ptr<const aludel::sql::select_query> asked) {
    return {named, [asked = std::move(asked)](const server& to) {
                std::vector<std::string> both = shown(write_count(to.sql(), *asked));
                for (const std::string& line : shown(write_exists(to.sql(), *asked))) {
                    both.push_back(line);
                }
                return both;
            }};
}

template <class Term>
auto users_by(const Term& term) {
    return from<user>().select(term);
}

auto in_a_city() {
    return col<&user::city_id> == col<&city::id>;
}

row changed(std::string_view named, std::vector<aludel::expression> computed) {
    return {named, [computed = std::move(computed)](const server& to) {
                const std::vector<aludel::sql::assignment> assignments{{4, {}, false, &computed[0]},
                                                                       {1, {}, false, &computed[1]}};
                const aludel::expression every;
                return shown(write_update(to.sql(), {&aludel::table_of<user>, assignments, &every, {}, false}));
            }};
}

std::vector<row> terms() {
    return {
        query("text functions", from<user>().select(lower(name), upper(name), length(name))),
        query("coalesce", from<user>().select(coalesce(age, 18), coalesce(age, col<&user::city_id>))),
        query("aggregates",
              from<user>().select(count(), count(age), count_distinct(age), sum(age), avg(age), min(age), max(name))),
        query("arithmetic",
              from<user>().select(age + 1, age - age, 2 * age, age / 2, age / age, age / 2.5, length(name) * age)),
        query("a search in what a function made", users_by(name).where(lower(name).contains("an"))),
        query("a condition in the database's words", users_by(name).where(aludel::raw("{} % {} = 0", age, 2))),
        query("an order of terms", users_by(name).order_by(length(name).desc(), (age + 1).asc())),
        query("NULL in its place", users_by(name).order_by(age.asc().nulls_first(), age.desc().nulls_last())),
        query("NULL in the other place", users_by(name).order_by(age.desc().nulls_first(), age.asc().nulls_last())),
        changed("assignments that read each other's columns in one direction", {(age + 1).tree(), upper(name).tree()}),
        changed("an assignment that reads a column which another one changes",
                {length(name).tree(), upper(name).tree()}),
        changed("assignments that read each other's columns in both directions",
                {length(name).tree(), (age + 1).tree()}),
    };
}

std::vector<row> grouped() {
    const auto per_city = from<user>().select(col<&user::city_id>, count()).group_by(col<&user::city_id>);
    const auto by_decade = from<user>().select(age / 10, count()).group_by(age / 10).order_by((age / 10).asc());
    auto large = per_city;
    large.having(count() > 10 && avg(age) < 40).order_by(count().desc()).limit(3);
    auto grown = by_decade;
    grown.having(age / 10 > 1 && count() > 1).order_by((age / 10 * 2).desc());
    return {query("a group for each city", large),
            query("groups by what is computed with a value", by_decade),
            query("a condition on what is grouped by, with one on groups", grown),
            counted("a count of groups", large.subquery()),
            query("distinct values", users_by(age).distinct().order_by(age.asc())),
            counted("a count of distinct values", users_by(age).distinct().subquery()),
            query("a column beside an aggregate that is not grouped", from<user>().select(lower(name), count()))};
}

std::vector<row> joined() {
    const auto both = from<user>().join<city>(in_a_city());
    const auto all = from<user>()
                         .left_join<city>(in_a_city())
                         .join<boss>(boss.col<&user::id> == col<&user::id> && boss.col<&user::age> > 60);
    return {query("two tables", from<membership>().join<city>(col<&membership::group_id> == col<&city::id>)),
            query("a left join and an alias",
                  all.select(name, col<&city::name>, boss.col<&user::name>).order_by(col<&city::name>.asc())),
            counted("a count of joined rows", both.subquery()),
            query("a table under an alias", from<boss>().where(boss.col<&user::age> > 60).select(boss.col<&user::id>)),
            query("a column of a table that is not joined", users_by(name).where(in_a_city()))};
}

std::vector<row> nested() {
    const auto cities = from<city>().where(col<&city::name> == "Rome").select(col<&city::id>);
    auto three_cities = cities;
    three_cities.limit(3);
    const auto home = from<city>().where(in_a_city());
    return {query("exists", users_by(name).where(exists(home) && !exists(from<membership>()))),
            query("exists of groups", users_by(name).where(exists(from<city>().select(count()).having(count() > 1)))),
            query("in a query", users_by(name).where(col<&user::city_id>.in(cities))),
            query("not in a query whose column may be NULL",
                  users_by(name).where(
                      age.not_in(from<boss>().where(boss.col<&user::age> > 3).select(boss.col<&user::age>)))),
            query("in a query that is cut", users_by(name).where(col<&user::city_id>.in(three_cities))),
            query("united queries",
                  users_by(name).union_all(from<city>().select(col<&city::name>)).order_by(name.asc()).limit(2)),
            counted("a count of united queries", users_by(age).union_with(users_by(age)).subquery()),
            query("NULL at the end of united queries",
                  users_by(age).union_with(users_by(age)).order_by(age.asc().nulls_last())),
            {"a removal that asks its own table", [](const server& to) {
                 const aludel::expression wanted = age.in(from<user>().where(name == "Ann").select(age)).tree;
                 return shown(write_delete(to.sql(), {&aludel::table_of<user>, &wanted}));
             }}};
}

}  // namespace

group selecting() {
    group made{"selecting", {}};
    for (auto* const part : {&terms, &grouped, &joined, &nested}) {
        for (row& each : part()) {
            made.rows.push_back(std::move(each));
        }
    }
    return made;
}

}  // namespace golden
