// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::col;
using shop::user;

row where(std::string_view name, aludel::condition<user> wanted) {
    return {name, [tree = std::move(wanted.tree)](const server& to) {
                aludel::sql::select_query query;
                query.table = &aludel::table_of<user>;
                query.where = tree;
                return shown(write_count(to.sql(), query));
            }};
}

constexpr auto name = col<&user::name>;
constexpr auto age = col<&user::age>;

}  // namespace

group conditions() {
    const std::vector<int> nothing;
    return {"conditions",
            {
                where("equal", name == "Ann"),
                where("not equal", name != "Ann"),
                where("less", age < 3),
                where("at most", age <= 3),
                where("at least", age >= 3),
                where("equal to an empty optional is NULL", age == std::optional<int>{}),
                where("not equal to an empty optional is not NULL", age != std::nullopt),
                where("less than an empty optional is false", age < std::nullopt),
                where("is NULL", age.is_null()),
                where("is not NULL", age.is_not_null()),
                where("a column with a column", age == col<&user::city_id>),
                where("between", age.between(18, 65)),
                where("in a list", age.in({1, 2, 3})),
                where("in a list with a NULL in it", age.in(std::vector<std::optional<int>>{1, std::nullopt, 3})),
                where("in nothing", age.in(nothing)),
                where("not in a list", age.not_in({1, 2})),
                where("not in nothing", age.not_in(nothing)),
                where("not in a list of NULL", age.not_in({std::optional<int>{}})),
                where("like", name.like("A%")),
                where("like in any case", name.like("A%", aludel::ignore_case)),
                where("contains text with wildcards in it", name.contains("100%_!")),
                where("starts with", name.starts_with("New ")),
                where("starts with in any case", name.starts_with("New ", aludel::ignore_case)),
                where("ends with", name.ends_with("ville")),
                where("every type of value", col<&user::is_active> == true && col<&user::id> == aludel::uuid{} &&
                                                 col<&user::audit, &aludel::audit::created_at> < aludel::timestamp{}),
                where("all of three is one list", name == "a" && age == 1 && age == 2),
                where("any of two in all of two", name == "a" && (age == 1 || age == 2)),
                where("all of two in any of two", name == "a" || (age == 1 && age == 2)),
                where("not", !(name == "a")),
                where("not any of two", !(name == "a" || age == 1)),
            }};
}

}  // namespace golden
