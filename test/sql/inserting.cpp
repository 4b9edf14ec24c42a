// SPDX-License-Identifier: BSL-1.0
#include <numeric>

#include "entities.hpp"
#include "golden.hpp"

namespace golden {
namespace {

using aludel::column_index;
using aludel::table_of;

std::vector<column_index> all_columns(const aludel::table_description& table) {
    std::vector<column_index> all(table.columns.size());
    std::iota(all.begin(), all.end(), column_index{0});
    return all;
}

struct insert_case {
    const aludel::table_description* table;
    std::vector<column_index> columns;
    std::size_t rows = 1;
    bool returns_all = false;
};

row insert(std::string_view name, insert_case said) {
    return {name, [said = std::move(said)](const server& to) {
                std::vector<column_index> returning;
                if (said.returns_all && to.facts.syntax.insert_returning) {
                    returning = all_columns(*said.table);
                }
                return std::vector{write_insert(to.sql(), {.table = said.table,
                                                           .columns = said.columns,
                                                           .rows = said.rows,
                                                           .policy = nullptr,
                                                           .returning = returning})};
            }};
}

row reservation(std::string_view name, const aludel::table_description& table) {
    return {name, [&table](const server& to) {
                std::string sql = to.dialect->reserve_keys_statement(to.facts, table, table.columns[0]);
                return std::vector{sql.empty() ? "-- nothing: the database does it" : std::move(sql)};
            }};
}

}  // namespace

group inserting() {
    const auto& city = table_of<shop::city>;
    const auto& ticket = table_of<shop::ticket>;
    const auto& invoice = table_of<shop::invoice>;
    return {"inserting",
            {
                insert("a row whose key the database counts", {&city, {1}}),
                insert("a row with a key or NULL to ask for one", {&city, {0, 1}}),
                insert("many rows with a key or NULL to ask for one", {&city, {0, 1}, 3}),
                insert("many rows with a key or NULL to ask a sequence for one", {&invoice, {0, 1}, 2, true}),
                insert("a row of nothing but what the database makes", {&city, {}}),
                insert("a row that comes back as it is stored", {&city, {1}, 1, true}),
                insert("a row with a UUID and defaults or NULL to ask for them", {&ticket, all_columns(ticket)}),
                insert("a row that leaves its UUID and defaults out", {&ticket, {}, 1, true}),
                insert("words of SQL and quotes as names", {&table_of<shop::order>, {1, 2}}),
                insert("a row with a key of two columns",
                       {&table_of<shop::membership>, all_columns(table_of<shop::membership>)}),
                reservation("keys that objects brought are not counted again", city),
                reservation("keys that objects brought do not come from a sequence again", invoice),
            }};
}

}  // namespace golden
