// SPDX-License-Identifier: BSL-1.0
// Plans: what makes one table of another, as each server gets it.
#include <aludel/schema/plan.hpp>

#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::schema::table;
using tables = std::vector<table>;

/// The users and their cities, and what they become.
template <class Change>
row planned(std::string_view name, Change change, const aludel::schema::renames& told = {}) {
    return {name, [change, told](const server& to) {
                const tables have{describe(to.ddl(), aludel::table_of<shop::city>),
                                  describe(to.ddl(), aludel::table_of<shop::user>)};
                tables want = have;
                change(want, to);
                return statements_between(to.ddl(), have, want, compare(have, want, told));
            }};
}

/// The cities as one struct has them, and as another one does.
template <class Before, class After>
row planned_between(std::string_view name) {
    return {name, [](const server& to) {
                const tables have{describe(to.ddl(), aludel::table_of<Before>)};
                const tables want{describe(to.ddl(), aludel::table_of<After>)};
                return statements_between(to.ddl(), have, want, compare(have, want));
            }};
}

aludel::schema::column& column_of(table& in, std::string_view name) {
    return *std::find_if(in.columns.begin(), in.columns.end(), [name](const auto& each) { return each.name == name; });
}

aludel::schema::column number(std::string name, const server& to, bool nullable) {
    aludel::schema::column made;
    made.name = std::move(name);
    made.kind = aludel::value_kind::int64;
    made.nullable = nullable;
    const aludel::column_description plain{.name = made.name, .kind = made.kind};
    to.dialect->append_column_type(made.type, to.facts, plain, {});
    return made;
}

}  // namespace

group altering() {
    return {"altering",
            {
                planned("nothing changes", [](tables&, const server&) {}),
                planned("a column may be NULL",
                        [](tables& want, const server& to) { want[1].columns.push_back(number("points", to, true)); }),
                planned("a column comes without NULL and without a default",
                        [](tables& want, const server& to) { want[1].columns.push_back(number("points", to, false)); }),
                planned("a column goes",
                        [](tables& want, const server&) {
                            std::erase_if(want[1].columns, [](const auto& each) { return each.name == "age"; });
                            want[1].checks.clear();
                        }),
                planned("a column gets another type and a default",
                        [](tables& want, const server& to) {
                            column_of(want[1], "age") = number("age", to, false);
                            column_of(want[1], "age").default_expression = "18";
                        }),
                planned("a column is renamed by way of another name",
                        [](tables& want, const server&) {
                            column_of(want[1], "age").name = "years";
                            for (auto& each : want[1].checks) {
                                each.expression = "years >= 0";
                            }
                        },
                        {{},
                         {{{{}, std::string{aludel::table_of<shop::user>.name}}, "age", "passing"},
                          {{{}, std::string{aludel::table_of<shop::user>.name}}, "passing", "years"}}}),
                planned("a column and a table are renamed",
                        [](tables& want, const server&) {
                            want[0].name.name = "towns";
                            for (auto& each : want[1].foreign_keys) {
                                each.referenced.name = "towns";
                            }
                            column_of(want[1], "age").name = "years";
                            for (auto& each : want[1].checks) {
                                each.expression = "years >= 0";
                            }
                        },
                        {{{{{}, std::string{aludel::table_of<shop::city>.name}}, {{}, "towns"}}},
                         {{{{}, std::string{aludel::table_of<shop::user>.name}}, "age", "years"}}}),
                planned("keys and indexes come and go",
                        [](tables& want, const server&) {
                            want[1].uniques = {{"uq_users__name", {"name"}}};
                            want[1].indexes = {{"ix_users__age", {"age"}, true}};
                        }),
                planned("a foreign key does something else",
                        [](tables& want, const server&) {
                            want[1].foreign_keys.front().on_delete = aludel::referential_action::cascade;
                        }),
                planned("a check says something else",
                        [](tables& want, const server&) { want[1].checks.front().expression = "age >= 18"; }),
                planned("a table comes that refers to another, and is referred to",
                        [](tables& want, const server&) {
                            table made = want[1];
                            made.name.name = "guests";
                            made.uniques.clear();
                            made.indexes.clear();
                            made.checks.clear();
                            made.foreign_keys.front().name = "fk_guests__city_id";
                            want.push_back(made);
                        }),
                planned("tables go", [](tables& want, const server&) { want.clear(); }),
                planned("a table goes that refers to a key which changes",
                        [](tables& want, const server& to) {
                            want.pop_back();
                            column_of(want.front(), "id") = number("id", to, false);
                            want.front().primary_key.columns = {"id", "name"};
                        }),
                planned_between<shop::city, shop::city_from_sequence>("a key comes from a sequence from now on"),
                planned_between<shop::city_from_sequence, shop::city>("a key does not come from a sequence any more"),
                planned_between<shop::city_from_sequence, shop::town_from_sequence>(
                    "a table with a sequence goes, and another one comes"),
            }};
}

}  // namespace golden
