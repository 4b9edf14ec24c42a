// SPDX-License-Identifier: BSL-1.0
// repository_core: one object becomes a row, or changes the one that is there.
#include <aludel/repository/repository_core.hpp>

#include <algorithm>
#include <optional>
#include <random>
#include <thread>

#include <aludel/bulk/on_conflict.hpp>
#include <aludel/error.hpp>

#include "row_values.hpp"
#include "session/attempt_pause.hpp"

namespace aludel {
namespace {

/// What an upsert writes into the row that is there: the values of the row that it would have inserted, so an empty
/// optional takes its column's default, as it does in a bulk load.
std::vector<sql::assignment> proposed_by(const table_description& table, std::span<const value_view> row,
                                         std::span<const column_index> columns) {
    std::vector<sql::assignment> assignments = assignments_of(table, row, columns);
    for (sql::assignment& assignment : assignments) {
        assignment.or_default = true;
    }
    return assignments;
}

}  // namespace

bool repository_core::find_matching(const expression& where, bool lock, bool removed_too,
                                    std::vector<value_view>& found, scratch& kept) {
    const sql::select_query query{.table = table_,
                                  .where = where,
                                  .order = {},
                                  .limit = 2,
                                  .offset = 0,
                                  .lock = {.exclusive = lock, .skip_locked = false, .no_wait = false},
                                  .with_removed = removed_too};
    const sql::statement_text statement = sql::write_select(session_->target(), query);
    session_->guarded_query(statement.sql, statement.parameters, table_->kinds, [&](std::span<const value_view> row) {
        if (!found.empty()) {
            throw_multiple_results();
        }
        for (const value_view& view : row) {
            found.push_back(kept.keep(view));
        }
        return true;
    });
    return !found.empty();
}

/// One try: changes the row that is there, or inserts where that is allowed.
repository_core::store_outcome repository_core::store_once(std::span<value_view> row,
                                                           std::span<const column_index> match,
                                                           std::span<const column_index> updates, bool retried,
                                                           bool last_try, void* stored) {
    expression where;
    where.kind = expression_kind::all_of;
    bool can_match = true;
    for (const column_index column : match) {
        can_match = can_match && !row[column].is_null();
        where.operands.push_back(
            detail::compare(column_reference{table_, column}, comparison::equal, value{row[column]}));
    }
    scratch kept;
    std::vector<value_view> found;
    // In a unique key a removed row is in the way of a new one: it comes back instead.
    const std::optional<column_index> mark = removal_mark(*table_);
    const bool removed_too = mark && detail::is_unique_key(*table_, match);
    if (can_match && find_matching(where, retried, removed_too, found, kept)) {
        std::vector<sql::assignment> changes = proposed_by(*table_, row, updates);
        if (removed_too && changes.empty() && !found[*mark].is_null()) {
            changes.push_back({*mark, value_view::null_of(value_kind::timestamp)});
        }
        if (changes.empty()) {
            write_object(*table_, stored, found);
        } else {
            update_row(sql::key_equals(*table_, key_of(*table_, found)), changes, stored);
        }
        return store_outcome::found;
    }
    try {
        insert_row(row, stored);
    } catch (const unique_violation&) {
        if (!can_match || last_try) {
            throw;  // another key than the one that was looked for
        }
        return store_outcome::lost_a_race;
    }
    return store_outcome::created;
}

bool repository_core::store(const void* object, std::span<const column_index> match,
                            std::span<const column_index> updates, void* stored) {
    constexpr int most_conflicts = 10;  // twins that block each other; each ends with one of them getting through
    // A row that could not be inserted and cannot be found was removed in between, or met another key: which of the
    // two only trying again can tell.
    constexpr int most_tries = 5;
    // Looking and then inserting needs no transaction: the unique key tells what happened in between.
    const bool only_inserts = updates.empty();
    const bool stands_alone = session_->stands_alone();
    scratch temporaries;
    const std::vector<value_view> row = row_of(*table_, object, temporaries);
    for (int conflicts = 0, tries = 1;;) {
        std::vector<value_view> prepared = row;
        store_outcome outcome{};
        const auto once = [&] {
            outcome = store_once(prepared, match, updates, tries > 1, tries == most_tries, stored);
        };
        try {
            if (only_inserts && tries == 1) {
                once();
            } else {
                session_->atomically(once);
            }
        } catch (const transaction_conflict&) {
            if (!stands_alone || ++conflicts > most_conflicts) {
                throw;  // inside the caller's transaction it is the caller who must begin again
            }
            // Twins that begin again at the same time meet again.
            thread_local std::minstd_rand random{std::random_device{}()};
            std::this_thread::sleep_for(pause_before(static_cast<unsigned>(conflicts) + 1, random));
            continue;
        }
        if (outcome != store_outcome::lost_a_race) {
            return outcome == store_outcome::created;
        }
        ++tries;  // in a new transaction the twin's row can be seen
    }
}

}  // namespace aludel
