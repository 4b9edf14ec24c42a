// SPDX-License-Identifier: BSL-1.0
#include "bulk_writer.hpp"

#include <algorithm>

namespace aludel::postgresql {
namespace {

/// COPY knows neither conflict clauses nor expressions: whether a NULL will ask for a key or a default is seen only
/// row by row, and then it is too late to change the way.
bool is_plain(const bulk_plan& plan) {
    return plan.policy.action == conflict_action::fail &&
           std::all_of(plan.columns.begin(), plan.columns.end(), [&](column_index index) {
               const column_description& column = plan.table->columns[index];
               return column.generated == key::given && column.default_expression.empty();
           });
}

}  // namespace

std::unique_ptr<bulk_writer> make_bulk_writer(connection& on, const bulk_plan& plan) {
    if (plan.columns.empty() || plan.operation != bulk_operation::insert || plan.on_stored) {
        return nullptr;
    }
    bulk_load load = describe_load(on, plan);
    const bool all_direct = std::all_of(load.columns.begin(), load.columns.end(),
                                        [](const bulk_column& column) { return column.is_direct; });
    if (is_plain(plan) && load.takes_copy && all_direct) {
        return make_copy_writer(on, plan, std::move(load));
    }
    return make_unnest_writer(on, plan, std::move(load));
}

}  // namespace aludel::postgresql
