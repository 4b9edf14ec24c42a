// SPDX-License-Identifier: BSL-1.0
// What the outside asks for: JSON if it begins with a brace, else a query string. It is refused, or becomes a statement
// whose text has none of its values.
#include <algorithm>

#include <aludel/aludel.hpp>

#include "fuzzing.hpp"
#include "servers.hpp"
#include "unit/repository/filter_structs.hpp"

namespace {

using filtering::person;
using fuzzing::require;

aludel::filter_set<person> everything() {
    using enum aludel::filter_operator;
    aludel::filter_set<person> filters = filtering::person_filters();
    filters.allow<&person::secret>({.operators = eq | like | ilike | in | not_in | between | null})
        .limit({.longest_input = 4096, .most_conditions = 16, .most_values = 50});
    return filters;
}

void check_selection(const aludel::filter_selection<person>& selection) {
    static const fuzzing::servers on;
    aludel::sql::select_query query{.table = &aludel::table_of<person>};
    query.where = selection.condition().tree;
    query.order = selection.order().orderings;
    query.limit = selection.limits().limit;
    query.offset = selection.limits().offset;
    require(query.limit <= 100u, "no page is larger than the largest");
    require(!query.order.empty(), "the rows have an order");
    require(fuzzing::text_is_free_of_values(on, query), "the text has no values");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const aludel::filter_set<person> filters = everything();
    const std::string_view text = fuzzing::text_of(data, size);
    fuzzing::completes(
        [&] { check_selection(text.starts_with('{') ? filters.from_json(text) : filters.from_query_string(text)); });
    return 0;
}
