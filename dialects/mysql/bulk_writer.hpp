// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/dialect/capabilities.hpp>
#include <aludel/sql/spelling.hpp>

#include "model/column_places.hpp"
#include "parameters.hpp"
#include "wire.hpp"

namespace aludel::mysql {

/// What every writer works on.
struct bulk_target {
    wire& connection;
    const capabilities& facts;
    const spelling& spell;
    bulk_plan plan;
};

/// The dialect's own writer: by array binding where server and driver both know it (MariaDB 10.2), else by LOAD DATA
/// LOCAL where that suits the plan; by many-row VALUES otherwise, and where generated keys are wanted back. Null for
/// plans that update or remove, for those that give back what only the server knows, and for a few rows whose keys come
/// from a sequence.
std::unique_ptr<bulk_writer> open_bulk_writer(bulk_target target);
/// The same for plans that it takes, whose rows have nothing to do with a sequence.
std::unique_ptr<bulk_writer> open_direct_writer(bulk_target target);

[[noreturn]] void throw_not_storable(const bulk_target& target, std::size_t place, const char* reason);

/// Throws mapping_error naming the column where the value cannot be stored.
inline void require_storable(const bulk_target& target, std::size_t place, const value_view& value) {
    if (const char* const reason = why_not_storable(value, target.facts)) {
        throw_not_storable(target, place, reason);
    }
}

}  // namespace aludel::mysql
