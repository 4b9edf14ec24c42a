// SPDX-License-Identifier: BSL-1.0
#include "bulk_writer.hpp"

#include <algorithm>

namespace aludel::postgresql {
namespace {

/// Up to here the shared INSERT of many rows is faster: it stays prepared, and asks nothing of the catalog.
constexpr std::uint64_t a_handful = 16;

/// COPY knows neither conflict clauses nor expressions: whether a NULL will ask for a default is seen only row by row,
/// and then it is too late to change the way. Keys that rows ask for can be reserved.
bool is_plain(const bulk_plan& plan, const bulk_load& load) {
    const bool knows_keys = load.counts_keys && !load.has_row_triggers;
    return std::all_of(plan.columns.begin(), plan.columns.end(), [&](column_index index) {
        const column_description& column = plan.table->columns[index];
        return column.default_expression.empty() &&
               (column.generated == key::given || (is_counted(column) && knows_keys));
    });
}

/// Nothing comes back from COPY, so that all that can be told is a key that was reserved.
bool tells_only_keys(const bulk_plan& plan, const bulk_load& load) {
    const bool knows_keys = load.counts_keys && load.key->is_direct && !load.has_row_triggers;
    return !plan.on_stored || (knows_keys && std::all_of(plan.returning.begin(), plan.returning.end(),
                                                         [&](column_index index) { return index == load.key->index; }));
}

bool takes_copy(const bulk_plan& plan, const bulk_load& load) {
    return plan.operation == bulk_operation::insert && plan.policy.action == conflict_action::fail && load.takes_copy &&
           std::all_of(load.columns.begin(), load.columns.end(),
                       [](const bulk_column& column) { return column.is_direct; }) &&
           is_plain(plan, load) && tells_only_keys(plan, load);
}

bool is_a_handful(const bulk_plan& plan) {
    return plan.operation == bulk_operation::insert && plan.policy.action == conflict_action::fail &&
           plan.expected_rows > 0 && plan.expected_rows <= a_handful;
}

}  // namespace

std::unique_ptr<bulk_writer> make_bulk_writer(connection& on, const bulk_plan& plan) {
    if (plan.columns.empty() || is_a_handful(plan)) {
        return nullptr;
    }
    bulk_load load = describe_load(on, plan);
    if (takes_copy(plan, load)) {
        return make_copy_writer(on, plan, load);
    }
    return make_unnest_writer(on, plan, std::move(load));
}

}  // namespace aludel::postgresql
