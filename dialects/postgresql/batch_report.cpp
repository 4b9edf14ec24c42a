// SPDX-License-Identifier: BSL-1.0
#include "batch_report.hpp"

#include <algorithm>
#include <charconv>

#include <aludel/error.hpp>

namespace aludel::postgresql {
namespace {

std::uint64_t affected_rows(const PGresult* result) {
    const std::string_view text = PQcmdTuples(const_cast<PGresult*>(result));  // it only reads
    std::uint64_t rows = 0;
    std::from_chars(text.data(), text.data() + text.size(), rows);
    return rows;
}

}  // namespace

void batch_report::begin(std::span<const std::uint64_t> numbers) {
    numbers_ = numbers;
    known_.assign(numbers.size(), false);
}

void batch_report::take(const PGresult* result, batch_answer answer, row_range rows) {
    reader_.describe(result, PQfformat(result, 0) == 1);
    switch (answer) {
    case batch_answer::row_count:
    case batch_answer::counts: count(result, answer, rows); return;
    case batch_answer::rows_in_order: take_in_order(result, rows); return;
    case batch_answer::numbered_rows: take_numbered(result, rows, false); return;
    }
}

void batch_report::take_found(const PGresult* result, row_range rows) {
    reader_.describe(result, PQfformat(result, 0) == 1);
    take_numbered(result, rows, true);
}

void batch_report::count(const PGresult* result, batch_answer answer, row_range rows) {
    switch (plan_.operation) {
    case bulk_operation::insert: break;
    case bulk_operation::update: counts_.updated += affected_rows(result); return;
    case bulk_operation::remove: counts_.removed += affected_rows(result); return;
    }
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;
    if (answer == batch_answer::counts) {
        inserted = static_cast<std::uint64_t>(field(result, 0, 0).integer());
        updated = static_cast<std::uint64_t>(field(result, 0, 1).integer());
    } else {
        inserted = affected_rows(result);
    }
    counts_.inserted += inserted;
    counts_.updated += updated;
    counts_.skipped += rows.count - inserted - updated;
}

void batch_report::take_in_order(const PGresult* result, row_range rows) {
    if (static_cast<std::size_t>(PQntuples(result)) != rows.count) {
        throw statement_error{"an insert into " + std::string{plan_.table->name} +
                              " returned another number of rows than it was given, as a trigger or a rule can make it; "
                              "insert without asking for what is stored"};
    }
    for (std::size_t i = 0; i < rows.count; ++i) {
        read(result, static_cast<int>(i), 0);
        tell(rows.first + i, row_outcome::inserted, values_);
    }
    counts_.inserted += rows.count;
}

void batch_report::take_numbered(const PGresult* result, row_range rows, bool is_found) {
    for (int row = 0; row < PQntuples(result); ++row) {
        const auto number = static_cast<std::size_t>(field(result, row, 0).integer());
        const std::size_t place = rows.first + number - 1;
        if (known_[place]) {
            continue;
        }
        known_[place] = true;
        const row_outcome outcome = outcome_of(field(result, row, 1).boolean(), is_found);
        count(outcome);
        if (plan_.on_stored) {
            read(result, row, 2);
            tell(place, outcome, values_);
        }
    }
}

row_outcome batch_report::outcome_of(bool is_new, bool is_found) const {
    if (is_new) {
        return row_outcome::inserted;
    }
    // Of an update, a row that is only found was written by the row behind it that has the same key.
    const bool is_update = plan_.operation == bulk_operation::update;
    const bool is_unchanged = is_update ? plan_.policy.updates.empty() : is_found;
    return is_unchanged ? row_outcome::unchanged : row_outcome::updated;
}

void batch_report::count(row_outcome outcome) {
    switch (outcome) {
    case row_outcome::inserted: ++counts_.inserted; return;
    case row_outcome::updated: ++counts_.updated; return;
    case row_outcome::unchanged: ++counts_.skipped; return;
    case row_outcome::absent: return;
    }
}

bool batch_report::knows_all(row_range rows) const {
    const auto begin = known_.begin() + static_cast<std::ptrdiff_t>(rows.first);
    const auto end = begin + static_cast<std::ptrdiff_t>(rows.count);
    return std::find(begin, end, false) == end;
}

void batch_report::end(row_range rows) {
    const bool is_update = plan_.operation == bulk_operation::update;
    const row_outcome outcome = is_update ? row_outcome::absent : row_outcome::unchanged;
    for (std::size_t place = rows.first; place < rows.first + rows.count; ++place) {
        if (known_[place]) {
            continue;
        }
        if (!is_update && plan_.policy.action == conflict_action::do_update) {
            throw transaction_conflict{"rows of " + std::string{plan_.table->name} +
                                       " were removed by another session while they were written; run it again"};
        }
        count(outcome);
        tell(place, outcome, {});
    }
}

value_view batch_report::field(const PGresult* result, int row, std::size_t column) {
    value_view value;
    reader_.read(result, row, column, {&value, 1}, temporaries_);
    return value;
}

void batch_report::read(const PGresult* result, int row, std::size_t first_column) {
    temporaries_.clear();
    reader_.read(result, row, first_column, values_, temporaries_);
}

void batch_report::tell(std::size_t place, row_outcome outcome, std::span<const value_view> values) {
    if (plan_.on_stored) {
        plan_.on_stored(numbers_[place], outcome, values);
    }
}

}  // namespace aludel::postgresql
