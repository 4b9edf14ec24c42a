// SPDX-License-Identifier: BSL-1.0
#include "entities.hpp"
#include "golden.hpp"
#include "repository/keyset.hpp"

namespace golden {
namespace {

using aludel::col;
using aludel::table_of;
using aludel::value;
using aludel::value_view;
using shop::ticket;

/// The page behind the row with these values. The first one is not NULL.
std::vector<std::string> behind(const server& to, const aludel::table_description& table,
                                std::vector<aludel::ordering> order, const std::vector<value>& values) {
    aludel::sql::select_query query{.table = &table, .order = std::move(order)};
    const auto steps = aludel::detail::keyset_of(query);
    query.where = aludel::detail::behind(steps, values, to.facts.syntax);
    query.order = aludel::detail::order_of(steps, steps.front().description().nullable);
    query.columns = {aludel::detail::column_operand({&table, table.primary_key.front()})};
    query.limit = 20;
    return shown(write_select(to.sql(), query));
}

const std::vector<value>& two_values() {
    static const std::vector<value> values{value{value_view::of_text("x")}, value{value_view::of_int64(7)}};
    return values;
}

std::vector<value> three_values(bool second_is_null) {
    static constexpr std::byte id[16]{};
    return {value{value_view::of_int32(3)},
            value{second_is_null ? value_view::null_of(aludel::value_kind::text) : value_view::of_text("x")},
            value{value_view::of_uuid(id)}};
}

}  // namespace

group paging() {
    return {"paging",
            {
                {"behind a key",
                 [](const server& to) {
                     return behind(to, table_of<shop::city>, {}, {value{value_view::of_int64(7)}});
                 }},
                {"behind a column and the key",
                 [](const server& to) {
                     return behind(to, table_of<shop::city>, {col<&shop::city::name>.asc().order}, two_values());
                 }},
                {"behind a column and the key, descending",
                 [](const server& to) {
                     return behind(to, table_of<shop::city>, {col<&shop::city::name>.desc().order}, two_values());
                 }},
                {"behind a column in one direction and the key in the other",
                 [](const server& to) {
                     return behind(to, table_of<shop::city>,
                                   {col<&shop::city::name>.desc().order, col<&shop::city::id>.asc().order},
                                   two_values());
                 }},
                {"behind a key of two columns",
                 [](const server& to) {
                     return behind(to, table_of<shop::membership>, {},
                                   {value{value_view::of_int64(7)}, value{value_view::of_int64(8)}});
                 }},
                {"behind columns that may be NULL, which comes before",
                 [](const server& to) {
                     return behind(to, table_of<ticket>,
                                   {col<&ticket::priority>.asc().order, col<&ticket::status>.asc().order},
                                   three_values(false));
                 }},
                {"behind columns that may be NULL, which comes behind",
                 [](const server& to) {
                     return behind(to, table_of<ticket>,
                                   {col<&ticket::priority>.desc().order, col<&ticket::status>.desc().order},
                                   three_values(false));
                 }},
                {"behind a row with NULL, which comes before",
                 [](const server& to) {
                     return behind(to, table_of<ticket>,
                                   {col<&ticket::priority>.asc().order, col<&ticket::status>.asc().order},
                                   three_values(true));
                 }},
                {"behind a row with NULL, which comes behind",
                 [](const server& to) {
                     return behind(to, table_of<ticket>,
                                   {col<&ticket::priority>.desc().order, col<&ticket::status>.desc().order},
                                   three_values(true));
                 }},
            }};
}

}  // namespace golden
