// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>

#include "iso_codes.hpp"

/// What the demo does, step by step. Each step prints what it did.
namespace demo {

/// What the database holds is not what the demo put there.
struct check_failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void create_tables(aludel::engine& db);

/// What became of the records.
struct upsert_counts {
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;
};
upsert_counts upsert(aludel::engine& db, const iso_codes& codes);

/// Throws check_failed if a record of the files is not in the database as it is in the files.
void check_records(aludel::engine& db, const iso_codes& codes);
void check_parents(aludel::engine& db, const iso_codes& codes);

/// Prints the same on every database.
void ask_questions(aludel::engine& db);

/// Loads that many generated rows, reads them back and compares. Throws check_failed.
void load_readings(aludel::engine& db, std::int64_t rows);

}  // namespace demo
