// SPDX-License-Identifier: BSL-1.0
#include "staged_writer.hpp"

#include <algorithm>
#include <utility>

#include <aludel/error.hpp>
#include <aludel/model/decode.hpp>
#include <aludel/sql/statements.hpp>

#include "key_reservation.hpp"
#include "model/column_places.hpp"
#include "writers.hpp"

// The temporary table has the row's number and the plan's columns, under names that no mapped table should have: MySQL
// takes a name in the assignments of its upserts for either table's column.

namespace aludel {
namespace {

constexpr std::string_view number_column = "aludel_row";

constexpr column_description number_description{.name = number_column, .kind = value_kind::int64};

std::string staged_name(std::size_t place) {
    return "aludel_c" + std::to_string(place);
}

/// Batches are bounded for the sake of the server's memory, and without a join for the time of its lookups.
std::size_t rows_per_batch(const syntax& facts) {
    return facts.joined_update == joined_update::standard ? 500 : 10'000;
}

/// Whether rows that are there may change; moving updated_at alone is no change.
bool changes_rows(const bulk_plan& plan) {
    return plan.policy.action == conflict_action::do_update &&
           std::any_of(plan.policy.updates.begin(), plan.policy.updates.end(), [&](column_index column) {
               return plan.table->columns[column].role != column_role::updated_at;
           });
}

std::uint64_t number_in(const value_view& value) {
    std::uint64_t number = 0;
    if (decode::unsigned_integer(value, ~std::uint64_t{0}, number) != decode_error::none) {
        throw statement_error{"the database gave no number for a row's number in a temporary table"};
    }
    return number;
}

}  // namespace

staged_writer::staged_writer(session_core& session, bulk_plan plan)
    : session_{session}, plan_{std::move(plan)}, rows_per_batch_{rows_per_batch(session.facts().syntax)},
      staged_row_(plan_.columns.size() + 1) {
    append_table_name(target_, session_.dialect(), *plan_.table);
    for (const column_index key : plan_.policy.key) {
        policy_key_places_.push_back(place_in(plan_.columns, key));
    }
    counted_ = plan_.operation == bulk_operation::insert ? sql::counted_column(*plan_.table) : nullptr;
    if (counted_ != nullptr) {
        key_place_ = place_in(plan_.columns, index_in(*plan_.table, *counted_));
    }
}

staged_writer::~staged_writer() {
    staging_.reset();  // before the table that it writes to
}

bool staged_writer::has_whole_key(std::span<const value_view> row) const {
    return std::all_of(policy_key_places_.begin(), policy_key_places_.end(),
                       [row](std::size_t place) { return place < row.size() && !row[place].is_null(); });
}

bool staged_writer::add(std::span<const value_view> row) {
    if (plan_.operation == bulk_operation::insert && !has_whole_key(row)) {
        keep_keyless(row);
    } else {
        stage(row);
    }
    ++rows_;
    if (rows_ - first_waiting_ >= rows_per_batch_) {
        flush();
    }
    return rows_ == first_waiting_;
}

void staged_writer::keep_keyless(std::span<const value_view> row) {
    for (const value_view& value : row) {
        keyless_values_.push_back(plan_.rows_stay_valid ? value : kept_.keep(value));
    }
    keyless_rows_.push_back(rows_);
}

void staged_writer::insert_keyless() {
    if (keyless_values_.empty()) {
        return;
    }
    bulk_plan plan{.table = plan_.table,
                   .columns = plan_.columns,
                   .rows_stay_valid = true,
                   .returning = plan_.returning,
                   .expected_rows = keyless_rows_.size()};
    plan.on_stored = [this](std::uint64_t number, row_outcome outcome, std::span<const value_view> values) {
        plan_.on_stored(keyless_rows_[number], outcome, values);
    };
    // Of its own for each batch: it has no keys in hand when rows of the next one bring some.
    const std::unique_ptr<bulk_writer> writer = writer_for(session_, plan);
    const std::size_t width = plan_.columns.size();
    for (std::size_t i = 0; i < keyless_values_.size(); i += width) {
        writer->add(std::span{keyless_values_}.subspan(i, width));
    }
    counts_.inserted += writer->finish().inserted;
    keyless_rows_.clear();
    keyless_values_.clear();
    kept_.clear();
}

bool staged_writer::stage(std::span<const value_view> row) {
    if (!table_) {
        std::vector<temporary_column> columns{{std::string{number_column}, &number_description, false}};
        for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
            const column_index column = plan_.columns[i];
            const bool in_key = contains(plan_.policy.key, column);
            columns.push_back(
                {staged_name(i), &plan_.table->columns[column], true, in_key, false, in_key ? plan_.table : nullptr});
        }
        table_ = std::make_unique<temporary_table>(session_, "rows", std::move(columns));
        session_.dialect().append_identifier(staged_, table_->name());
        bulk_plan plan{.table = &table_->description(), .rows_stay_valid = plan_.rows_stay_valid};
        for (std::size_t i = 0; i <= plan_.columns.size(); ++i) {
            plan.columns.push_back(static_cast<column_index>(i));
        }
        staging_ = writer_for(session_, plan);
    }
    if (std::exchange(holds_old_rows_, false)) {
        session_.change("delete from " + staged_, {});
    }
    staged_row_[0] = value_view::of_int64(static_cast<std::int64_t>(rows_));
    std::copy(row.begin(), row.end(), staged_row_.begin() + 1);
    if (counted_ != nullptr && key_place_ < row.size()) {
        brought_.note(row[key_place_]);
    }
    ++waiting_;
    return staging_->add(staged_row_);
}

void staged_writer::flush() {
    if (waiting_ > 0) {
        staging_->flush();
        switch (plan_.operation) {
        case bulk_operation::insert: upsert(); break;
        case bulk_operation::update: update(); break;
        case bulk_operation::remove: remove(); break;
        }
        holds_old_rows_ = true;
    }
    insert_keyless();
    waiting_ = 0;
    first_waiting_ = rows_;
}

bulk_counts staged_writer::finish() {
    flush();
    if (staging_) {
        staging_->finish();
    }
    return counts_;
}

void staged_writer::update() {
    std::vector<value_view> times;
    for (const column_index column : plan_.policy.updates) {
        if (plan_.table->columns[column].role == column_role::updated_at) {
            times.push_back(plan_.now);
        }
    }
    const bool changes = !plan_.policy.updates.empty();
    std::uint64_t rows_found = changes ? session_.change(update_statement(), times) : 0;
    if (rows_found < waiting_) {  // rows are absent, or two of these are one to the table's collation
        rows_found = count_of_both();
    }
    counts_.updated += rows_found;
    if (plan_.on_stored) {
        before_.assign(rows_ - first_waiting_, found::different);
        tell_stored(rows_found);
    }
}

std::uint64_t staged_writer::count_of_both() {
    std::uint64_t rows = 0;
    session_.query(selected_from_both({}), {}, {}, [&](std::span<const value_view>) {
        ++rows;
        return true;
    });
    return rows;
}

void staged_writer::remove() {
    counts_.removed += session_.change(remove_statement(), {});
}

void staged_writer::upsert() {
    before_.assign(rows_ - first_waiting_, found::absent);
    look_before();
    reserve_brought_keys();
    session_.change(upsert_statement(), {});
    const auto count = [this](found what) {
        return static_cast<std::uint64_t>(std::count(before_.begin(), before_.end(), what));
    };
    const std::uint64_t keyless = rows_ - first_waiting_ - waiting_;  // counted by their own writer
    counts_.inserted += count(found::absent) - keyless;
    counts_.updated += count(found::different);
    counts_.skipped += count(found::alike);
    tell_stored(waiting_);
}

/// Before the rows: those of the same statement that ask for keys must not meet them, either.
void staged_writer::reserve_brought_keys() {
    if (brought_.greatest() > reserved_behind_) {
        reserve_keys(session_, *plan_.table, *counted_, brought_.greatest());
        reserved_behind_ = brought_.greatest();
    }
}

void staged_writer::look_before() {
    session_.query(selected_from_both(", case when " + rows_differ() + " then 1 else 0 end"), {}, {},
                   [this](std::span<const value_view> row) {
                       before_[number_in(row[0]) - first_waiting_] =
                           number_in(row[1]) != 0 ? found::different : found::alike;
                       return true;
                   });
}

/// Reads the rows as they are stored now and hands them out.
void staged_writer::tell_stored(std::uint64_t rows_expected) {
    const bool is_insert = plan_.operation == bulk_operation::insert;
    std::string columns;
    std::vector<value_kind> kinds{value_kind::int64};
    for (const column_index column : plan_.returning) {
        columns += ", " + target_column(column);
        kinds.push_back(plan_.table->columns[column].kind);
    }
    std::string sql = selected_from_both(columns);
    // A transaction that reads from a snapshot would not see rows of others that made an insert find its key.
    sql += session_.facts().syntax.locks_rows ? " for update" : "";
    std::vector<bool> told(is_insert ? 0 : before_.size());
    std::uint64_t rows_told = 0;
    session_.guarded_query(sql, {}, kinds, [&](std::span<const value_view> row) {
        const std::uint64_t number = number_in(row[0]);
        const found before = before_[number - first_waiting_];
        const bool left_alone = plan_.policy.action == conflict_action::do_nothing && before != found::absent;
        const row_outcome outcome = !is_insert                ? row_outcome::updated
                                    : before == found::absent ? row_outcome::inserted
                                    : before == found::alike  ? row_outcome::unchanged
                                                              : row_outcome::updated;
        plan_.on_stored(number, outcome, left_alone ? std::span<const value_view>{} : row.subspan(1));
        if (!is_insert) {
            told[number - first_waiting_] = true;
        }
        ++rows_told;
        return true;
    });
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (!told[i]) {
            plan_.on_stored(first_waiting_ + i, row_outcome::absent, {});
        }
    }
    if (rows_told != rows_expected) {
        throw transaction_conflict{"rows of " + std::string{plan_.table->name} +
                                   " were removed by another session while they were written; run it again"};
    }
}

std::string staged_writer::target_column(column_index column) const {
    std::string sql = target_ + '.';
    session_.dialect().append_identifier(sql, plan_.table->columns[column].name);
    return sql;
}

std::string staged_writer::staged_column(column_index column) const {
    return staged_ + '.' + staged_name(place_in(plan_.columns, column));
}

/// What an upsert would insert: the staged value, or the default that a NULL asks for.
std::string staged_writer::proposed_value(column_index column) const {
    std::string sql;
    const bool is_sent = contains(plan_.columns, column);
    sql::append_inserted_value(sql, session_.target(), *plan_.table, column,
                               is_sent ? staged_column(column) : std::string{"null"});
    return sql;
}

std::string staged_writer::keys_match() const {
    std::string sql;
    for (const column_index key : plan_.policy.key) {
        sql += sql.empty() ? "" : " and ";
        sql += target_column(key) + " = " + staged_column(key);
    }
    return sql;
}

std::string staged_writer::keys_are_staged() const {
    if (plan_.policy.key.size() == 1) {
        return target_column(plan_.policy.key[0]) + " in (select " + staged_column(plan_.policy.key[0]) + " from " +
               staged_ + ')';
    }
    return "exists (select 1 from " + staged_ + " where " + keys_match() + ')';
}

/// Whether the row that is there differs from the staged one in what would be written, updated_at aside.
std::string staged_writer::rows_differ() const {
    std::string sql;
    for (const column_index column : plan_.policy.updates) {
        if (plan_.table->columns[column].role != column_role::updated_at) {
            sql += sql.empty() ? "" : " or ";
            const bool is_update = plan_.operation == bulk_operation::update;
            sql::append_differs(sql, session_.facts().syntax, target_column(column),
                                is_update ? staged_column(column) : proposed_value(column));
        }
    }
    return sql.empty() ? "1 = 0" : sql;
}

std::string staged_writer::from_both() const {
    return staged_ + session_.facts().syntax.temporary_table.join + target_ + " on " + keys_match();
}

std::string staged_writer::selected_from_both(const std::string& columns) const {
    return "select " + staged_ + '.' + std::string{number_column} + columns + " from " + from_both();
}

std::string staged_writer::update_statement() const {
    const syntax& facts = session_.facts().syntax;
    const bool is_join = facts.joined_update == joined_update::join;
    // Where values cannot be joined, each is looked up.
    const auto looked_up = [&](const std::string& value) {
        return facts.joined_update == joined_update::standard
                   ? "(select " + value + " from " + staged_ + " where " + keys_match() + ')'
                   : value;
    };
    std::size_t parameters = 0;
    std::string stamps;  // stand first: MySQL lets later assignments see what earlier ones made
    std::string values;
    for (const column_index column : plan_.policy.updates) {
        std::string name = target_column(column);
        if (!is_join) {
            name.clear();
            session_.dialect().append_identifier(name, plan_.table->columns[column].name);
        }
        if (plan_.table->columns[column].role != column_role::updated_at) {
            values += ", " + name + " = " + looked_up(staged_column(column));
            continue;
        }
        std::string now;
        sql::append_placeholder(now, facts, ++parameters);
        stamps += ", " + name + " = " +
                  looked_up("case when " + staged_column(column) + " is not null then " + staged_column(column) +
                            " when " + rows_differ() + " then " + now + " else " + target_column(column) + " end");
    }
    const std::string assignments = (stamps + values).substr(2);
    switch (facts.joined_update) {
    case joined_update::join: return "update " + from_both() + " set " + assignments;
    case joined_update::from_clause:
        return "update " + target_ + " set " + assignments + " from " + staged_ + " where " + keys_match();
    case joined_update::standard: break;
    }
    return "update " + target_ + " set " + assignments + " where " + keys_are_staged();
}

std::string staged_writer::remove_statement() const {
    if (session_.facts().syntax.joined_update == joined_update::join) {
        return "delete " + target_ + " from " + from_both();
    }
    return "delete from " + target_ + " where " + keys_are_staged();
}

std::string staged_writer::upsert_statement() const {
    const sql::target to = session_.target();
    std::string sql = "insert into " + target_ + " (";
    sql::append_column_list(sql, to.spell, *plan_.table, plan_.columns);
    sql += ") select ";
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
        sql += (i == 0 ? "" : ", ") + proposed_value(plan_.columns[i]);
    }
    // "where 1 = 1": without a WHERE, SQLite takes "on conflict" for the ON of a join, sqlite.org/lang_upsert.html.
    sql += " from " + staged_ + " where 1 = 1 order by " + staged_ + '.' + std::string{number_column};
    conflict_policy policy = plan_.policy;
    if (!changes_rows(plan_)) {
        policy = {conflict_action::do_nothing, plan_.policy.key, {}};
    }
    sql::append_conflict_clause(sql, to, *plan_.table, policy);
    return sql;
}

}  // namespace aludel
