// SPDX-License-Identifier: BSL-1.0
#include "values_writer.hpp"

#include <algorithm>

#include <aludel/error.hpp>

#include "key_reservation.hpp"
#include "model/column_places.hpp"
#include "sql/key_sequence.hpp"
#include "stored_rows.hpp"

namespace aludel {
namespace {

std::size_t bytes_of(const value_view& value) {
    return value.borrows() ? value.bytes().size() + 8 : 16;
}

/// The rows' conflict keys as a condition; rows with a NULL in the key match nothing and are left out.
expression keys_of(const bulk_plan& plan, std::span<const value_view> values, std::size_t rows) {
    const std::size_t width = plan.columns.size();
    std::vector<std::size_t> places;
    for (const column_index key : plan.policy.key) {
        places.push_back(place_in(plan.columns, key));
        if (places.back() == width) {
            return detail::negate(expression{});  // the key is made by the database: no row can be there
        }
    }
    std::vector<value> single_column;
    expression several_columns;
    several_columns.kind = expression_kind::any_of;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto key = [&](std::size_t i) -> const value_view& {
            return values[row * width + places[i]];
        };
        if (places.size() == 1) {
            single_column.emplace_back(key(0));
            continue;
        }
        expression one_row;
        one_row.kind = expression_kind::all_of;
        for (std::size_t i = 0; i < places.size(); ++i) {
            one_row.operands.push_back(key(i).is_null()
                                           ? detail::negate(expression{})
                                           : detail::compare(column_reference{plan.table, plan.policy.key[i]},
                                                             comparison::equal, value{key(i)}));
        }
        several_columns.operands.push_back(std::move(one_row));
    }
    return places.size() == 1 ? detail::membership({plan.table, plan.policy.key[0]}, true, std::move(single_column))
                              : several_columns;
}

/// Whether the keys that a statement of many rows makes can be known.
bool tells_many_keys(const capabilities& facts) {
    return facts.syntax.insert_returning || facts.generated_key_step != 0;
}

}  // namespace

std::size_t rows_per_insert(const capabilities& facts, std::size_t columns) noexcept {
    const std::size_t by_parameters = facts.syntax.max_parameters / std::max<std::size_t>(1, columns);
    return std::clamp<std::size_t>(by_parameters, 1, facts.rows_per_insert);
}

values_writer::values_writer(session_core& session, bulk_plan plan)
    : session_{session}, plan_{std::move(plan)}, rows_per_batch_{rows_per_insert(session.facts(),
                                                                                 plan_.columns.size())},
      bytes_per_batch_{session.facts().max_statement_bytes / 2}, key_place_{plan_.columns.size()}, counts_keys_{false} {
    if (const column_description* const generated = generated_column(*plan_.table)) {
        counts_keys_ = is_counted(*generated);
        key_place_ = place_in(plan_.columns, index_in(*plan_.table, *generated));
    }
    if (plan_.on_stored && counts_keys_ && !tells_many_keys(session_.facts())) {
        rows_per_batch_ = 1;
    }
    values_.reserve(rows_per_batch_ * plan_.columns.size());
}

bool values_writer::add(std::span<const value_view> row) {
    std::size_t bytes = 0;
    for (const value_view& value : row) {
        bytes += bytes_of(value);
    }
    if (waiting_rows_ > 0 &&
        (waiting_bytes_ + bytes > session_.facts().max_statement_bytes || needs_batch_of_its_own(row))) {
        flush();
    }
    for (const value_view& value : row) {
        values_.push_back(plan_.rows_stay_valid ? value : kept_.keep(value));
    }
    ++waiting_rows_;
    waiting_bytes_ += bytes;
    // Behind the row and not in front of the next one: the caller frees what rows borrow when none is waiting.
    if (waiting_rows_ == rows_per_batch_ || waiting_bytes_ >= bytes_per_batch_) {
        flush();
    }
    return waiting_rows_ == 0;
}

void values_writer::flush() {
    if (waiting_rows_ == 0) {
        return;
    }
    send(waiting_rows_);
    values_.clear();
    kept_.clear();
    waiting_rows_ = 0;
    waiting_bytes_ = 0;
}

/// Where the server only tells the first key of a statement, rows that bring theirs and rows that ask stay apart.
bool values_writer::needs_batch_of_its_own(std::span<const value_view> row) const {
    if (!plan_.on_stored || session_.facts().syntax.insert_returning || key_place_ >= row.size()) {
        return false;
    }
    return row[key_place_].is_null() != values_[key_place_].is_null();
}

bulk_counts values_writer::finish() {
    flush();
    return counts_;
}

const std::string& values_writer::insert_text(std::size_t rows) {
    std::string& text = rows == rows_per_batch_ ? full_batch_text_ : last_text_;
    const bool returns = plan_.on_stored && session_.facts().syntax.insert_returning;
    const std::span<const column_index> returning = returns ? plan_.returning : std::span<const column_index>{};
    if (text.empty() || (&text == &last_text_ && last_text_rows_ != rows)) {
        text = sql::write_insert(session_.target(), {.table = plan_.table,
                                                     .columns = plan_.columns,
                                                     .rows = rows,
                                                     .policy = &plan_.policy,
                                                     .returning = returning});
        last_text_rows_ = &text == &last_text_ ? rows : last_text_rows_;
    }
    return text;
}

void values_writer::reserve_brought_keys(std::size_t rows) {
    const std::size_t width = plan_.columns.size();
    if (!counts_keys_ || key_place_ >= width) {
        return;
    }
    sql::brought_keys brought;
    for (std::size_t row = 0; row < rows; ++row) {
        brought.note(values_[row * width + key_place_]);
    }
    const column_description& key = plan_.table->columns[plan_.columns[key_place_]];
    reserve_keys(session_, *plan_.table, key, brought.greatest());
}

void values_writer::send_and_tell(std::size_t rows) {
    const stored_rows stored{session_, plan_, values_, rows, rows_told_};
    if (session_.facts().syntax.insert_returning) {
        stored.tell_returned(insert_text(rows));
    } else {
        stored.tell_asked(insert_text(rows));
    }
    rows_told_ += rows;
    counts_.inserted += rows;
}

void values_writer::send(std::size_t rows) {
    reserve_brought_keys(rows);
    if (plan_.on_stored) {
        send_and_tell(rows);
        return;
    }
    const syntax& facts = session_.facts().syntax;
    const bool counts_duplicates =
        plan_.policy.action != conflict_action::fail && facts.upsert == upsert_syntax::on_duplicate_key;
    const bool looks_first =
        plan_.policy.action == conflict_action::do_update && facts.upsert == upsert_syntax::on_conflict;
    std::uint64_t already_there = looks_first ? rows_already_there(rows) : 0;
    if (counts_duplicates) {
        session_.run(facts.reset_duplicates);
    }
    execution running = session_.start(insert_text(rows), values_);
    while (running.next()) {
    }
    const std::uint64_t affected = running.affected_rows();
    if (counts_duplicates) {
        already_there = single_number(facts.read_duplicates);
    }
    count(rows, affected, already_there);
}

void values_writer::count(std::size_t rows, std::uint64_t affected, std::uint64_t already_there) {
    switch (plan_.policy.action) {
    case conflict_action::fail: {  // a trigger may leave rows out
        const std::uint64_t inserted = std::min<std::uint64_t>(rows, affected);
        counts_.inserted += inserted;
        counts_.skipped += rows - inserted;
        return;
    }
    case conflict_action::do_nothing: {
        const bool counted = session_.facts().syntax.upsert == upsert_syntax::on_duplicate_key;
        const std::uint64_t inserted = counted ? rows - already_there : affected;
        counts_.inserted += inserted;
        counts_.skipped += rows - inserted;
        return;
    }
    case conflict_action::do_update: break;
    }
    const bool twice = session_.facts().syntax.upsert_rows == upsert_row_count::counts_updates_twice;
    std::uint64_t inserted = rows - std::min<std::uint64_t>(rows, already_there);
    if (!twice) {
        // The server's count is right where the one taken before is not: another session was faster, or the column's
        // collation takes two keys of the batch for one.
        inserted = std::min(inserted, affected);
    }
    const std::uint64_t updated = std::min(affected - (twice ? rows : inserted), rows - inserted);
    counts_.inserted += inserted;
    counts_.updated += updated;
    counts_.skipped += rows - inserted - updated;
}

std::uint64_t values_writer::rows_already_there(std::size_t rows) {
    const sql::select_query query{.table = plan_.table,
                                  .where = keys_of(plan_, values_, rows),
                                  .order = {},
                                  .limit = {},
                                  .offset = 0,
                                  .lock = {},
                                  .with_removed = true};
    const sql::statement_text counting = sql::write_count(session_.target(), query);
    std::uint64_t found = 0;
    session_.query(counting.sql, counting.parameters, {}, [&](std::span<const value_view> row) {
        return decode::unsigned_integer(row[0], ~std::uint64_t{0}, found) != decode_error::none;
    });
    return found;
}

std::uint64_t values_writer::single_number(const std::string& sql) {
    std::uint64_t number = 0;
    session_.query(sql, {}, {}, [&](std::span<const value_view> row) {
        if (decode::unsigned_integer(row[0], ~std::uint64_t{0}, number) != decode_error::none) {
            throw statement_error{"the database gave no number for its counter of duplicates"};
        }
        return true;
    });
    return number;
}

}  // namespace aludel
