// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>

#include "array_batch.hpp"
#include "batch_report.hpp"
#include "batch_statements.hpp"
#include "bulk_writer.hpp"
#include "errors.hpp"
#include "key_sequence.hpp"
#include "model/column_places.hpp"

// insert into t (a, b) select given.c0, given.c1 from (select unnest($1) as c0, unnest($2) as c1) as given on conflict
// …
//
// A batch is sent, and its answer is taken when the next one is full: the server works on one while the client fills
// the other.

namespace aludel::postgresql {
namespace {

/// One of the statements that a load runs, prepared when it is first needed.
struct prepared_batch {
    batch_statement written;
    server_statement prepared;
};

/// Whether what comes back of a row is known by its conflict key.
bool knows_rows_by_key(const bulk_plan& plan) {
    return plan.operation == bulk_operation::insert && plan.policy.action != conflict_action::fail && plan.on_stored;
}

/// A single value as a parameter: as in an array, without its length.
std::string parameter_bytes(const value_view& value, type_id type) {
    std::string bytes(room_for(value), '\0');
    const char* const end = element_writer_for(type)(bytes.data(), value);
    bytes.resize(static_cast<std::size_t>(end - bytes.data()));
    return bytes.substr(sizeof(std::int32_t));
}

class unnest_writer final : public bulk_writer, unfinished_work {
public:
    unnest_writer(connection& on, const bulk_plan& plan, bulk_load load, std::shared_ptr<key_sequence> sequence);
    ~unnest_writer() override;

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override {
        return plan_.operation == bulk_operation::remove;  // a row is removed once
    }

private:
    [[nodiscard]] bool lacks_conflict_key(std::span<const value_view> row) const;
    void add_without_conflict_key(std::span<const value_view> row);
    prepared_batch& statement_for(bool all_bring_keys);
    void prepare(server_statement& prepared, const batch_statement& statement, const std::string& sql);
    void send_batch();
    void send(const server_statement& prepared, row_range rows, bool takes_now);
    [[nodiscard]] result_handle answer() noexcept;
    void complete() override;
    void take(const PGresult* result, row_range rows);
    void look_again(row_range rows);
    void guard();
    void control(std::string_view sql);
    [[nodiscard]] bool meets_twins(const PGresult* failed, row_range rows) const;
    void write_in_halves(row_range rows);
    void write(row_range rows);

    connection& connection_;
    bulk_plan plan_;
    bulk_load load_;
    std::array<prepared_batch, 2> statements_;  // some rows ask for keys; all rows bring theirs
    server_statement look_;
    prepared_batch* used_ = nullptr;  // by the batch that was sent
    batch_report report_;
    std::string now_;

    array_batch waiting_;
    array_batch sent_;
    bool all_bring_keys_ = true;  // of those that wait
    bool in_flight_ = false;
    std::optional<statement_watch> watch_;  // of what was sent
    std::size_t watched_rows_ = 0;
    std::exception_ptr failure_;
    std::vector<column_array> part_;
    std::uint64_t rows_ = 0;

    bool may_repeat_keys_;
    bool guarded_ = false;  // there is a savepoint of ours

    std::size_t counted_place_;  // of a counted key, in the plan's columns
    std::shared_ptr<key_sequence> sequence_;

    // Rows without the conflict key, of which somebody wants to know what became, go by a writer of their own.
    std::vector<std::size_t> conflict_places_;
    std::unique_ptr<bulk_writer> keyless_;
    std::vector<std::uint64_t> keyless_numbers_;
};

unnest_writer::unnest_writer(connection& on, const bulk_plan& plan, bulk_load load,
                             std::shared_ptr<key_sequence> sequence)
    : connection_{on}, plan_{plan}, load_{std::move(load)}, report_{plan_}, waiting_{load_.columns},
      sent_{load_.columns}, may_repeat_keys_{changes_rows(plan_) && may_repeat_keys(plan_, load_)},
      counted_place_{plan_.columns.size()}, sequence_{std::move(sequence)} {
    if (load_.key && plan_.operation == bulk_operation::insert) {
        counted_place_ = place_in(plan_.columns, load_.key->index);
    }
    for (const column_index key : plan_.policy.key) {
        conflict_places_.push_back(place_in(plan_.columns, key));
    }
}

unnest_writer::~unnest_writer() {
    if (in_flight_) {
        connection_.forget_unfinished(*this);
        const result_handle ignored = answer();
    }
    for (prepared_batch& each : statements_) {
        connection_.forget_later(std::move(each.prepared));
    }
    connection_.forget_later(std::move(look_));
}

bool unnest_writer::lacks_conflict_key(std::span<const value_view> row) const {
    return knows_rows_by_key(plan_) &&
           std::any_of(conflict_places_.begin(), conflict_places_.end(),
                       [&](std::size_t place) { return place == row.size() || row[place].is_null(); });
}

bool unnest_writer::add(std::span<const value_view> row) {
    if (lacks_conflict_key(row)) {
        add_without_conflict_key(row);
        ++rows_;
        return waiting_.rows() == 0;  // rows are copied: nothing is borrowed
    }
    waiting_.add(plan_, load_.columns, row, rows_++);
    if (counted_place_ < row.size()) {
        sequence_->note_brought(row[counted_place_]);
        all_bring_keys_ = all_bring_keys_ && !row[counted_place_].is_null();
    }
    if (!waiting_.is_full()) {
        return false;
    }
    send_batch();
    return true;
}

void unnest_writer::add_without_conflict_key(std::span<const value_view> row) {
    if (!keyless_) {
        bulk_plan plan = plan_;
        plan.policy = {};
        plan.on_stored = [this](std::uint64_t number, row_outcome outcome, std::span<const value_view> values) {
            plan_.on_stored(keyless_numbers_[number], outcome, values);
        };
        keyless_ = std::make_unique<unnest_writer>(connection_, plan, load_, sequence_);
    }
    keyless_numbers_.push_back(rows_);
    keyless_->add(row);
}

prepared_batch& unnest_writer::statement_for(bool all_bring_keys) {
    prepared_batch& chosen = statements_[all_bring_keys ? 1 : 0];
    if (!chosen.prepared.is_prepared()) {
        chosen.written =
            write_batch_statement({connection_.spell(), connection_.facts().syntax}, plan_, load_, all_bring_keys);
        prepare(chosen.prepared, chosen.written, chosen.written.sql);
    }
    return chosen;
}

void unnest_writer::prepare(server_statement& prepared, const batch_statement& statement, const std::string& sql) {
    std::vector<type_id> types;
    for (const bulk_column& column : load_.columns) {
        types.push_back(column.form.array);
    }
    if (&sql == &statement.sql && statement.takes_now) {
        types.push_back(natural_form(value_kind::timestamp).element);
        now_ = parameter_bytes(plan_.now, types.back());
    }
    prepared = connection_.prepare_on_server(sql, types);
}

/// Sends what waits, behind the batch that was sent before.
void unnest_writer::send_batch() {
    connection_.require_free();
    if (failure_ != nullptr) {
        std::rethrow_exception(failure_);
    }
    if (waiting_.rows() == 0) {
        return;
    }
    if (!all_bring_keys_) {
        sequence_->move_behind_brought();
    }
    used_ = &statement_for(std::exchange(all_bring_keys_, true));
    guard();
    std::swap(waiting_, sent_);
    waiting_.clear();
    report_.begin(sent_.numbers());
    const bool inside = connection_.in_transaction();
    send(used_->prepared, {0, sent_.rows()}, used_->written.takes_now);
    in_flight_ = true;
    connection_.leave_unfinished(*this, inside);
}

void unnest_writer::send(const server_statement& prepared, row_range rows, bool takes_now) {
    watch_.emplace(connection_.watcher(), statement_kind::bulk,
                   &prepared == &look_ ? used_->written.look_again : used_->written.sql);
    watched_rows_ = rows.count;
    std::vector<const char*> pointers;
    std::vector<int> lengths;
    for (const column_array& array : sent_.arrays(rows, part_)) {
        pointers.push_back(array.data());
        lengths.push_back(static_cast<int>(array.size()));
    }
    if (takes_now) {
        pointers.push_back(now_.data());
        lengths.push_back(static_cast<int>(now_.size()));
    }
    const std::vector<int> formats(pointers.size(), 1);
    if (!connection_.send(prepared,
                          {static_cast<int>(pointers.size()), pointers.data(), lengths.data(), formats.data()})) {
        throw_result(connection_.native(), nullptr, used_->written.sql);
    }
}

result_handle unnest_writer::answer() noexcept {
    in_flight_ = false;
    result_handle first{PQgetResult(connection_.native())};
    while (const result_handle rest{PQgetResult(connection_.native())}) {
    }
    const ExecStatusType status = PQresultStatus(first.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        watch_->end(watched_rows_);
    }
    watch_.reset();
    return first;
}

/// Takes the answer to the batch that was sent. Whoever used the connection in between may keep an exception for
/// itself, so it is thrown again by the next batch.
void unnest_writer::complete() {
    try {
        const row_range all{0, sent_.rows()};
        const result_handle result = answer();
        if (meets_twins(result.get(), all)) {
            write_in_halves(all);
        } else {
            take(result.get(), all);
        }
    } catch (...) {
        failure_ = std::current_exception();
        throw;
    }
}

void unnest_writer::take(const PGresult* result, row_range rows) {
    connection_.require_success(result, used_->written.sql);
    report_.take(result, used_->written.answer, rows);
    if (used_->written.answer == batch_answer::numbered_rows) {
        look_again(rows);
        report_.end(rows);
    }
}

/// Reads rows that the statement neither wrote nor missed.
void unnest_writer::look_again(row_range rows) {
    const std::string& sql = used_->written.look_again;
    if (sql.empty() || report_.knows_all(rows)) {
        return;
    }
    if (!look_.is_prepared()) {
        prepare(look_, used_->written, sql);
    }
    send(look_, rows, false);
    const result_handle found = answer();
    connection_.require_success(found.get(), sql);
    report_.take_found(found.get(), rows);
}

void unnest_writer::control(std::string_view sql) {
    statement_watch watch{connection_.watcher(), statement_kind::transaction, sql};
    connection_.run(sql);
    watch.end(0);
}

/// Makes the savepoint that the next write may go back to, or moves it here.
void unnest_writer::guard() {
    if (may_repeat_keys_ && connection_.in_transaction()) {
        control(guarded_ ? "release savepoint aludel_batch; savepoint aludel_batch" : "savepoint aludel_batch");
        guarded_ = true;
    }
}

/// Whether the statement failed only because two of its rows have the same key to the server.
bool unnest_writer::meets_twins(const PGresult* failed, row_range rows) const {
    const char* const state = failed == nullptr ? nullptr : PQresultErrorField(failed, PG_DIAG_SQLSTATE);
    return may_repeat_keys_ && rows.count > 1 && state != nullptr && std::string_view{state} == "21000";
}

/// Writes rows with as many statements as it takes for no two of the same key to meet, in their order.
void unnest_writer::write_in_halves(row_range rows) {
    if (guarded_) {
        control("rollback to savepoint aludel_batch");
    }
    const std::size_t half = rows.count / 2;
    write({rows.first, half});
    write({rows.first + half, rows.count - half});
}

void unnest_writer::write(row_range rows) {
    guard();
    send(used_->prepared, rows, used_->written.takes_now);
    const result_handle result = answer();
    if (meets_twins(result.get(), rows)) {
        write_in_halves(rows);
    } else {
        take(result.get(), rows);
    }
}

void unnest_writer::flush() {
    send_batch();
    connection_.require_free();
    sequence_->move_behind_brought();
    if (keyless_) {
        keyless_->flush();
    }
}

bulk_counts unnest_writer::finish() {
    flush();
    if (guarded_) {
        control("release savepoint aludel_batch");
        guarded_ = false;
    }
    if (keyless_) {
        report_.counts().inserted += keyless_->finish().inserted;
        keyless_.reset();
    }
    return report_.counts();
}

}  // namespace

std::unique_ptr<bulk_writer> make_unnest_writer(connection& on, const bulk_plan& plan, bulk_load load) {
    auto sequence = std::make_shared<key_sequence>(on, *plan.table, load.key ? load.key->index : column_index{0});
    return std::make_unique<unnest_writer>(on, plan, std::move(load), std::move(sequence));
}

}  // namespace aludel::postgresql
