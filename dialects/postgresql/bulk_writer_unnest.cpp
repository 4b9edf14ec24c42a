// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <aludel/error.hpp>
#include <aludel/model/scratch.hpp>

#include "array_batch.hpp"
#include "batch_statements.hpp"
#include "bulk_writer.hpp"
#include "errors.hpp"
#include "key_sequence.hpp"

// insert into t (a, b) select given.c0, given.c1 from (select unnest($1) as c0, unnest($2) as c1) as given on conflict
// …
//
// A batch is sent and its answer is taken when the next one is full: the server works on one while the client fills the
// other. Rows with a NULL in the conflict key, of which somebody wants to know what became, go by a writer of their
// own: what comes back is known by its key.

namespace aludel::postgresql {
namespace {

std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    for (const char digit : text) {
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

/// Whether a row must bring the whole conflict key to go with the others.
bool needs_whole_key(const bulk_plan& plan) {
    return plan.operation == bulk_operation::insert && plan.policy.action != conflict_action::fail && plan.on_stored;
}

class unnest_writer final : public bulk_writer, unfinished_work {
public:
    unnest_writer(connection& on, const bulk_plan& plan, bulk_load load);
    ~unnest_writer() override;

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;

private:
    [[nodiscard]] bool lacks_key(std::span<const value_view> row) const;
    void add_keyless(std::span<const value_view> row);
    void send_batch();
    void complete() override;
    void prepare(server_statement& prepared, const std::string& sql);
    void send(const server_statement& prepared, row_range rows, bool takes_now);
    [[nodiscard]] result_handle answer();
    void guard();
    void take(result_handle result, row_range rows);
    void write_in_halves(row_range rows);
    void write_half(row_range rows);
    void count(const PGresult* result, row_range rows);
    void tell_in_order(const PGresult* result, row_range rows);
    void tell_numbered(const PGresult* result, row_range rows, bool again);
    void tell_rest(row_range rows);
    void tell(std::size_t place, row_outcome outcome, std::span<const value_view> values);
    void read(const PGresult* result, const server_statement& prepared, int row, std::size_t first_column);

    connection& connection_;
    bulk_plan plan_;
    bulk_load load_;
    batch_statement statement_;
    server_statement prepared_;
    server_statement prepared_look_;
    std::string now_;
    std::vector<std::size_t> key_places_;  // of the conflict key, in the plan's columns
    bool may_repeat_keys_;
    bool guarded_ = false;  // there is a savepoint of ours

    array_batch waiting_;
    array_batch sent_;
    bool in_flight_ = false;
    std::exception_ptr failure_;
    std::vector<column_array> part_;
    std::vector<bool> told_;  // of the sent rows
    std::vector<value_view> values_;
    scratch temporaries_;
    std::uint64_t rows_ = 0;
    bulk_counts counts_;

    std::size_t key_place_;  // of a counted key, in the plan's columns
    key_sequence sequence_;

    std::unique_ptr<bulk_writer> keyless_;
    std::vector<std::uint64_t> keyless_numbers_;
};

unnest_writer::unnest_writer(connection& on, const bulk_plan& plan, bulk_load load)
    : connection_{on}, plan_{plan}, load_{std::move(load)}, statement_{write_batch_statement(
                                                                {on.spell(), on.facts().syntax}, plan_, load_)},
      may_repeat_keys_{changes_rows(plan_) && may_repeat_keys(plan_, load_)}, waiting_{load_.columns},
      sent_{load_.columns},
      values_(plan_.returning.size()), key_place_{plan_.columns.size()}, sequence_{on, *plan_.table,
                                                                                   load_.key ? load_.key->index
                                                                                             : column_index{0}} {
    const auto place_of_column = [&](column_index wanted) {
        return static_cast<std::size_t>(std::find(plan_.columns.begin(), plan_.columns.end(), wanted) -
                                        plan_.columns.begin());
    };
    if (load_.key && plan_.operation == bulk_operation::insert) {
        key_place_ = place_of_column(load_.key->index);
    }
    for (const column_index key : plan_.policy.key) {
        key_places_.push_back(place_of_column(key));
    }
}

unnest_writer::~unnest_writer() {
    if (in_flight_) {
        connection_.leave_unfinished(nullptr);
        const result_handle ignored = answer();
    }
    keyless_.reset();
    connection_.forget_later(std::move(prepared_));
    connection_.forget_later(std::move(prepared_look_));
}

bool unnest_writer::lacks_key(std::span<const value_view> row) const {
    return needs_whole_key(plan_) && std::any_of(key_places_.begin(), key_places_.end(), [&](std::size_t place) {
               return place == row.size() || row[place].is_null();
           });
}

bool unnest_writer::add(std::span<const value_view> row) {
    if (lacks_key(row)) {
        add_keyless(row);
        ++rows_;
        return waiting_.rows() == 0;  // rows are copied: nothing is borrowed
    }
    waiting_.add(plan_, load_.columns, row, rows_++);
    if (key_place_ < row.size()) {
        sequence_.note_brought(row[key_place_]);
    }
    if (!waiting_.is_full()) {
        return false;
    }
    send_batch();
    return true;
}

void unnest_writer::add_keyless(std::span<const value_view> row) {
    if (!keyless_) {
        bulk_plan plan = plan_;
        plan.policy = {};
        plan.on_stored = [this](std::uint64_t number, row_outcome outcome, std::span<const value_view> values) {
            plan_.on_stored(keyless_numbers_[number], outcome, values);
        };
        keyless_ = make_unnest_writer(connection_, plan, load_);
    }
    keyless_numbers_.push_back(rows_);
    keyless_->add(row);
}

void unnest_writer::prepare(server_statement& prepared, const std::string& sql) {
    if (!prepared.name.empty()) {
        return;
    }
    std::vector<type_id> types;
    for (const bulk_column& column : load_.columns) {
        types.push_back(column.form.array);
    }
    if (&prepared == &prepared_ && statement_.takes_now) {
        const wire_form form = natural_form(value_kind::timestamp);
        types.push_back(form.element);
        now_.resize(room_for(plan_.now));
        const char* const end = element_writer_for(form.element)(now_.data(), plan_.now);
        now_.resize(static_cast<std::size_t>(end - now_.data()));
        now_.erase(0, sizeof(std::int32_t));  // the length in front, which a parameter does not have
    }
    prepared = connection_.prepare_on_server(sql, types);
}

/// Sends what waits, behind the batch that was sent before.
void unnest_writer::send_batch() {
    connection_.require_free();
    if (failure_ != nullptr) {
        std::rethrow_exception(failure_);
    }
    std::swap(waiting_, sent_);
    waiting_.clear();
    if (sent_.rows() == 0) {
        return;
    }
    prepare(prepared_, statement_.sql);
    sequence_.move_behind_coming();
    guard();
    const row_range all{0, sent_.rows()};
    told_.assign(all.count, false);
    send(prepared_, all, statement_.takes_now);
    in_flight_ = true;
    connection_.leave_unfinished(this);
}

void unnest_writer::send(const server_statement& prepared, row_range rows, bool takes_now) {
    const std::span<const column_array> arrays = sent_.arrays(rows, part_);
    std::vector<const char*> pointers;
    std::vector<int> lengths;
    for (const column_array& array : arrays) {
        pointers.push_back(array.data());
        lengths.push_back(static_cast<int>(array.size()));
    }
    if (takes_now) {
        pointers.push_back(now_.data());
        lengths.push_back(static_cast<int>(now_.size()));
    }
    const std::vector<int> formats(pointers.size(), 1);
    if (PQsendQueryPrepared(connection_.native(), prepared.name.c_str(), static_cast<int>(pointers.size()),
                            pointers.data(), lengths.data(), formats.data(), prepared.binary_results ? 1 : 0) != 1) {
        throw_result(connection_.native(), nullptr, statement_.sql);
    }
}

result_handle unnest_writer::answer() {
    in_flight_ = false;
    result_handle first{PQgetResult(connection_.native())};
    while (const result_handle rest{PQgetResult(connection_.native())}) {
    }
    return first;
}

/// Takes the answer to the batch that was sent.
void unnest_writer::complete() {
    try {
        const row_range all{0, sent_.rows()};
        result_handle result = answer();
        const char* const state = result == nullptr ? nullptr : PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        if (may_repeat_keys_ && state != nullptr && std::string_view{state} == "21000" && all.count > 1) {
            write_in_halves(all);
        } else {
            take(std::move(result), all);
        }
    } catch (...) {
        // Whoever used the connection in between may keep the exception for itself.
        failure_ = std::current_exception();
        throw;
    }
}

/// Makes the savepoint that the next write may go back to, or moves it here.
void unnest_writer::guard() {
    if (may_repeat_keys_ && connection_.in_transaction()) {
        connection_.run(guarded_ ? "release savepoint aludel_batch; savepoint aludel_batch" : "savepoint aludel_batch");
        guarded_ = true;
    }
}

/// Writes rows among which some have the same key, with as many statements as it takes for no two of them to meet, in
/// their order.
void unnest_writer::write_in_halves(row_range rows) {
    if (guarded_) {
        connection_.run("rollback to savepoint aludel_batch");
    }
    const std::size_t half = rows.count / 2;
    write_half({rows.first, half});
    write_half({rows.first + half, rows.count - half});
}

void unnest_writer::write_half(row_range rows) {
    guard();
    send(prepared_, rows, statement_.takes_now);
    result_handle result = answer();
    const char* const state = result == nullptr ? nullptr : PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    if (state != nullptr && std::string_view{state} == "21000" && rows.count > 1) {
        write_in_halves(rows);
    } else {
        take(std::move(result), rows);
    }
}

void unnest_writer::take(result_handle result, row_range rows) {
    connection_.require_success(result.get(), statement_.sql);
    switch (statement_.answer) {
    case batch_answer::row_count:
    case batch_answer::counts: count(result.get(), rows); return;
    case batch_answer::rows_in_order: tell_in_order(result.get(), rows); return;
    case batch_answer::numbered_rows: break;
    }
    tell_numbered(result.get(), rows, false);
    const auto begin = told_.begin() + static_cast<std::ptrdiff_t>(rows.first);
    if (statement_.look_again.empty() || std::find(begin, begin + static_cast<std::ptrdiff_t>(rows.count), false) ==
                                             begin + static_cast<std::ptrdiff_t>(rows.count)) {
        tell_rest(rows);
        return;
    }
    prepare(prepared_look_, statement_.look_again);
    send(prepared_look_, rows, false);
    const result_handle found = answer();
    connection_.require_success(found.get(), statement_.look_again);
    tell_numbered(found.get(), rows, true);
    tell_rest(rows);
}

void unnest_writer::count(const PGresult* result, row_range rows) {
    if (plan_.operation != bulk_operation::insert) {
        const std::uint64_t touched = number_in(PQcmdTuples(const_cast<PGresult*>(result)));
        (plan_.operation == bulk_operation::update ? counts_.updated : counts_.removed) += touched;
        return;
    }
    std::uint64_t inserted = rows.count;
    std::uint64_t updated = 0;
    if (statement_.answer == batch_answer::counts) {
        const auto number = [&](int column) {
            return static_cast<std::uint64_t>(load<std::int64_t>(PQgetvalue(result, 0, column)));
        };
        inserted = number(0);
        updated = number(1);
    } else if (plan_.policy.action != conflict_action::fail) {
        inserted = number_in(PQcmdTuples(const_cast<PGresult*>(result)));
    }
    counts_.inserted += inserted;
    counts_.updated += updated;
    counts_.skipped += rows.count - inserted - updated;
}

void unnest_writer::read(const PGresult* result, const server_statement& prepared, int row, std::size_t first_column) {
    const auto decode = prepared.binary_results ? decode_binary : decode_text;
    temporaries_.clear();
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const int column = static_cast<int>(first_column + i);
        if (PQgetisnull(result, row, column) != 0) {
            values_[i] = value_view{};
            continue;
        }
        const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
        values_[i] = decode(PQftype(result, column), {PQgetvalue(result, row, column), size}, temporaries_);
    }
}

void unnest_writer::tell(std::size_t place, row_outcome outcome, std::span<const value_view> values) {
    if (plan_.on_stored) {
        plan_.on_stored(sent_.numbers()[place], outcome, values);
    }
}

void unnest_writer::tell_in_order(const PGresult* result, row_range rows) {
    const int returned = PQntuples(result);
    if (static_cast<std::size_t>(returned) != rows.count) {
        throw statement_error{"an insert into " + std::string{plan_.table->name} +
                              " returned another number of rows than it was given, as a trigger or a rule can make it; "
                              "insert without asking for what is stored"};
    }
    for (int row = 0; row < returned; ++row) {
        read(result, prepared_, row, 0);
        tell(rows.first + static_cast<std::size_t>(row), row_outcome::inserted, values_);
    }
    counts_.inserted += rows.count;
}

/// What a statement touched is new or changed; what is only found when looking again was not touched, or by the row
/// behind it that has the same key.
void unnest_writer::tell_numbered(const PGresult* result, row_range rows, bool again) {
    const server_statement& prepared = again ? prepared_look_ : prepared_;
    const bool is_update = plan_.operation == bulk_operation::update;
    const bool touches_nothing = plan_.policy.updates.empty();
    for (int row = 0; row < PQntuples(result); ++row) {
        const char* const number = PQgetvalue(result, row, 0);
        const std::size_t place = rows.first - 1 +
                                  (prepared.binary_results ? static_cast<std::size_t>(load<std::int32_t>(number))
                                                           : static_cast<std::size_t>(number_in(number)));
        if (told_[place]) {
            continue;
        }
        told_[place] = true;
        const char* const flag = PQgetvalue(result, row, 1);
        const bool is_new = prepared.binary_results ? *flag != 0 : *flag == 't';
        const bool is_unchanged = is_update ? touches_nothing : again;
        const row_outcome outcome = is_new         ? row_outcome::inserted
                                    : is_unchanged ? row_outcome::unchanged
                                                   : row_outcome::updated;
        ++(is_new ? counts_.inserted : is_unchanged ? counts_.skipped : counts_.updated);
        read(result, prepared, row, 2);
        tell(place, outcome, values_);
    }
}

/// Rows that nothing came back of.
void unnest_writer::tell_rest(row_range rows) {
    const bool is_update = plan_.operation == bulk_operation::update;
    for (std::size_t place = rows.first; place < rows.first + rows.count; ++place) {
        if (told_[place]) {
            continue;
        }
        if (!is_update && plan_.policy.action == conflict_action::do_update) {
            throw transaction_conflict{"rows of " + std::string{plan_.table->name} +
                                       " were removed by another session while they were written; run it again"};
        }
        counts_.skipped += is_update ? 0 : 1;
        tell(place, is_update ? row_outcome::absent : row_outcome::unchanged, {});
    }
}

void unnest_writer::flush() {
    send_batch();
    connection_.require_free();
    if (keyless_) {
        keyless_->flush();
    }
}

bulk_counts unnest_writer::finish() {
    flush();
    if (guarded_) {
        connection_.run("release savepoint aludel_batch");
        guarded_ = false;
    }
    if (keyless_) {
        counts_.inserted += keyless_->finish().inserted;
        keyless_.reset();
    }
    return counts_;
}

}  // namespace

std::unique_ptr<bulk_writer> make_unnest_writer(connection& on, const bulk_plan& plan, bulk_load load) {
    return std::make_unique<unnest_writer>(on, plan, std::move(load));
}

}  // namespace aludel::postgresql
