// SPDX-License-Identifier: BSL-1.0
#include "bulk_writer.hpp"

#include <aludel/error.hpp>

#include "array_writer.hpp"
#include "batch_writer.hpp"
#include "key_teller.hpp"
#include "sequence_writer.hpp"

namespace aludel::mysql {
namespace {

bool knows_array_binding(MYSQL* handle) {
    // The driver asks the same before it sends an array (MARIADB_STMT_BULK_SUPPORTED), and fails otherwise.
    unsigned long extended = 0;
    mariadb_get_infov(handle, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended);
    constexpr unsigned long long bulk = MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32;
    return (extended & bulk) != 0;
}

/// Below, one INSERT of all rows, which asks the sequence itself, is faster than array binding with keys taken first:
/// the README has the figures.
bool has_few_rows(const bulk_plan& plan) {
    constexpr std::uint64_t few = 200;
    return plan.expected_rows != 0 && plan.expected_rows < few;
}

}  // namespace

std::unique_ptr<bulk_writer> open_bulk_writer(bulk_target target) {
    const bulk_plan& plan = target.plan;
    if (plan.columns.empty() || plan.operation != bulk_operation::insert) {
        return nullptr;
    }
    if (plan.on_stored && !key_teller::suits(plan)) {
        return nullptr;
    }
    if (touches_sequence(target.facts, plan)) {
        return has_few_rows(plan) ? nullptr : open_sequence_writer(target);
    }
    return open_direct_writer(std::move(target));
}

std::unique_ptr<bulk_writer> open_direct_writer(bulk_target target) {
    if (target.plan.on_stored) {
        return open_batch_writer(std::move(target));
    }
    switch (target.connection.chosen_bulk_path()) {
    case bulk_path::best:
        if (knows_array_binding(target.connection.handle())) {
            return open_array_writer(std::move(target));
        }
        break;
    case bulk_path::load_data:
    case bulk_path::values: break;
    }
    return open_batch_writer(std::move(target));
}

void throw_not_storable(const bulk_target& target, std::size_t place, const char* reason) {
    throw mapping_error{place_of(*target.plan.table, target.plan.columns[place]) + ' ' + reason};
}

}  // namespace aludel::mysql
