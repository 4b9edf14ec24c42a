// SPDX-License-Identifier: BSL-1.0
#include "version_table.hpp"

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/schema/tables.hpp>

namespace aludel::migrate {
namespace {

constexpr const table_description* the_table[] = {&table_of<revision_row>};

}  // namespace

bool version_table::exists() const {
    return schema::table_exists(*session_, table_of<revision_row>);
}

void version_table::create_if_missing() {
    schema::create_missing_tables(*session_, the_table);
}

void version_table::drop_if_there() {
    schema::drop_existing_tables(*session_, the_table);
}

std::vector<revision_row> version_table::all() {
    return exists() ? rows_.list() : std::vector<revision_row>{};
}

void version_table::put(revision_row row) {
    row.changed_at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    rows_.upsert(row, on_conflict<&revision_row::id>.do_update());
}

revision_row applied_row(const revision& applied) {
    return {.id = applied.id, .message = applied.message, .checksum = applied.checksum};
}

recorded_revision recorded_of(const revision_row& row) {
    return {row.id,       row.message,
            row.checksum, row.changed_at,
            row.state,    row.state == revision_state::applied ? 0 : static_cast<std::size_t>(row.steps_done)};
}

}  // namespace aludel::migrate
