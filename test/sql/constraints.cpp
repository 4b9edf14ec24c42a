// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"

namespace shop {

/// Refers to itself.
struct category {
    std::int64_t id{};
    std::string name;
    std::optional<std::int64_t> parent_id;
};

/// Refer to each other.
struct department {
    std::int64_t id{};
    std::optional<std::int64_t> head_id;
};
struct employee {
    std::int64_t id{};
    std::int64_t department_id{};
};

/// Refers to a key of two columns.
struct badge {
    std::int64_t id{};
    std::int64_t user_id{};
    std::int64_t group_id{};
};

/// Refers to a key whose column has another type than the field would have elsewhere.
struct unsigned_parent {
    std::uint64_t id{};
};
struct unsigned_child {
    std::int64_t id{};
    std::optional<std::uint64_t> parent_id;
    std::uint64_t weight = 0;
};

struct action_of_each_kind {
    std::int64_t id{};
    std::int64_t first{};
    std::int64_t second{};
    std::int64_t third{};
    std::optional<std::int64_t> fourth;
};

struct archived {
    std::int64_t id{};
    std::string code;
    int year = 0;
};

struct long_names {
    std::int64_t id{};
    std::string a_column_with_a_name_of_more_than_thirty_bytes;
    std::string another_column_with_a_name_of_more_than_thirty_bytes;
};

}  // namespace shop

template <>
inline constexpr auto aludel::entity<shop::category> =
    aludel::table("category").foreign_key<&shop::category::parent_id, &shop::category::id>(aludel::on_delete::cascade);

template <>
inline constexpr auto aludel::entity<shop::department> =
    aludel::table("department").foreign_key<&shop::department::head_id, &shop::employee::id>();
template <>
inline constexpr auto aludel::entity<shop::employee> =
    aludel::table("employee").foreign_key<&shop::employee::department_id, &shop::department::id>();

template <>
inline constexpr auto aludel::entity<shop::badge> =
    aludel::table("badge")
        .foreign_key<&shop::badge::user_id, &shop::badge::group_id, &shop::membership::user_id,
                     &shop::membership::group_id>(aludel::on_delete::cascade, aludel::on_update::cascade);

template <>
inline constexpr auto aludel::entity<shop::unsigned_child> =
    aludel::table("unsigned_child").foreign_key<&shop::unsigned_child::parent_id, &shop::unsigned_parent::id>();

template <>
inline constexpr auto aludel::entity<shop::action_of_each_kind> =
    aludel::table("action_of_each_kind")
        .foreign_key<&shop::action_of_each_kind::first, &shop::city::id>(aludel::on_delete::no_action)
        .foreign_key<&shop::action_of_each_kind::second, &shop::city::id>(aludel::on_delete::restrict)
        .foreign_key<&shop::action_of_each_kind::third, &shop::city::id>(aludel::on_delete::cascade,
                                                                         aludel::on_update::restrict)
        .foreign_key<&shop::action_of_each_kind::fourth, &shop::city::id>(aludel::on_delete::set_null,
                                                                          aludel::on_update::set_null);

template <>
inline constexpr auto aludel::entity<shop::archived> = aludel::table("archived")
                                                           .schema("old")
                                                           .unique<&shop::archived::code, &shop::archived::year>()
                                                           .index<&shop::archived::year, &shop::archived::code>()
                                                           .check("archived_year", "year between 1900 and 2100")
                                                           .check("archived_code", "code <> ''");

template <>
inline constexpr auto aludel::entity<shop::long_names> =
    aludel::table("long_names")
        .unique<&shop::long_names::a_column_with_a_name_of_more_than_thirty_bytes,
                &shop::long_names::another_column_with_a_name_of_more_than_thirty_bytes>();

namespace golden {
namespace {

using aludel::table_description;
using aludel::table_of;
using tables = std::vector<const table_description*>;

/// What is made for these tables, in this order, where nothing is there yet.
row create_all(std::string_view name, tables wanted) {
    return {name, [wanted](const server& to) {
                tables there;
                std::vector<std::string> statements;
                for (const table_description* table : wanted) {
                    for (std::string& sql : create_table(to.ddl(), *table, there)) {
                        statements.push_back(std::move(sql));
                    }
                    for (std::string& sql : add_foreign_keys(to.ddl(), *table, there)) {
                        statements.push_back(std::move(sql));
                    }
                    there.push_back(table);
                }
                return statements;
            }};
}

}  // namespace

group constraints() {
    const table_description* const city = &table_of<shop::city>;
    return {"constraints",
            {
                create_all("a unique key, an index, a check and a foreign key", {city, &table_of<shop::user>}),
                create_all("a table that refers to itself", {&table_of<shop::category>}),
                create_all("tables that refer to each other", {&table_of<shop::department>, &table_of<shop::employee>}),
                create_all("a foreign key of two columns", {&table_of<shop::membership>, &table_of<shop::badge>}),
                create_all("a foreign key to an unsigned key that the database counts",
                           {&table_of<shop::unsigned_parent>, &table_of<shop::unsigned_child>}),
                create_all("what becomes of rows that refer to a row", {city, &table_of<shop::action_of_each_kind>}),
                create_all("a table in a schema, with constraints of two columns", {&table_of<shop::archived>}),
                create_all("a constraint's name that would be too long", {&table_of<shop::long_names>}),
                {"tables that refer to each other are dropped",
                 [](const server& to) {
                     std::vector<std::string> statements = drop_foreign_keys(to.ddl(), table_of<shop::department>, {});
                     statements.push_back(drop_table(to.ddl(), table_of<shop::employee>));
                     statements.push_back(drop_table(to.ddl(), table_of<shop::department>));
                     return statements;
                 }},
            }};
}

}  // namespace golden
