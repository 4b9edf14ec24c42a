// SPDX-License-Identifier: BSL-1.0
#include "statement.hpp"

#include <algorithm>
#include <utility>

#include <errmsg.h>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "server_facts.hpp"

namespace aludel::mysql {
namespace {

constexpr int needs_preparation = 1615;  // ER_NEED_REPREPARE, since MySQL 5.1

/// Whether the text is a select. It cannot know what functions the select calls: one that writes has done so when the
/// driver sees the other columns, and does so again.
bool only_reads(std::string_view sql) noexcept {
    constexpr std::string_view word = "select";
    sql.remove_prefix(std::min(sql.find_first_not_of(" \t\r\n("), sql.size()));
    return sql.size() > word.size() && std::equal(word.begin(), word.end(), sql.begin(),
                                                  [](char wanted, char given) { return (given | 0x20) == wanted; });
}

}  // namespace

statement_handle prepare_on(wire& connection, const capabilities& facts, std::string_view sql) {
    connection.require_idle(sql);
    require_fitting(sql.size(), facts, "a statement", {});
    statement_handle handle{mysql_stmt_init(connection.handle()), retire_statement{&connection}};
    if (handle == nullptr) {
        throw_error_of(connection.handle(), sql);
    }
    if (mysql_stmt_prepare(handle.get(), sql.data(), sql.size()) != 0) {
        throw_error_of(handle.get(), sql);
    }
    return handle;
}

prepared_statement::prepared_statement(wire& connection, const capabilities& facts, std::string_view sql)
    : wire_{connection}, facts_{facts}, sql_{sql}, handle_{prepare_on(connection, facts, sql)},
      binds_{mysql_stmt_param_count(handle_.get()), takes_times_as_text(connection.server())} {
    receive_rows();
}

void prepared_statement::receive_rows() {
    mysql_stmt_attr_set(handle_.get(), STMT_ATTR_CB_USER_DATA, &row_);
    mysql_stmt_attr_set(handle_.get(), STMT_ATTR_CB_RESULT, reinterpret_cast<const void*>(&result_row::note_column));
}

void prepared_statement::execute(std::span<const value_view> parameters, fetch mode) {
    close();
    wire_.require_idle(sql_);
    check(parameters);
    require_fitting(binds_.take(parameters), facts_, "a list of values", sql_);
    switch (run_anew(run())) {
    case attempt::ran: break;
    case attempt::not_run:
        throw statement_error{"the server could not prepare the statement again, because its tables change all the "
                              "time; nothing was done, run the statement again",
                              {.native_code = needs_preparation, .statement = sql_}};
    case attempt::changed_result:
        throw statement_error{"the columns of the result changed since the statement was prepared: somebody altered "
                              "a table; run the statement again",
                              {.native_code = CR_NEW_STMT_METADATA, .statement = sql_}};
    }
    open_rows(mode);
}

void prepared_statement::check(std::span<const value_view> parameters) const {
    if (parameters.size() != binds_.size()) {
        throw usage_error{"the statement has " + std::to_string(binds_.size()) + " placeholders, but got " +
                              std::to_string(parameters.size()) + " values",
                          {.statement = sql_}};
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (const char* const reason = why_not_storable(parameters[i], facts_)) {
            throw mapping_error{"value " + std::to_string(i + 1) + " of the statement " + reason, {.statement = sql_}};
        }
    }
}

/// What was not run, and what only reads, may run again; anything else may have changed rows already.
prepared_statement::attempt prepared_statement::run_anew(attempt last) {
    // A server prepares again by itself, three times; where tables go on changing it gives up.
    for (int more = 3; more > 0; --more) {
        if (last == attempt::ran || (last == attempt::changed_result && !only_reads(sql_))) {
            break;
        }
        last = run();
    }
    return last;
}

prepared_statement::attempt prepared_statement::run() {
    if (handle_ == nullptr) {
        handle_ = prepare_on(wire_, facts_, sql_);
        receive_rows();
    }
    if (!binds_.bind_to(handle_.get())) {
        throw_error_of(handle_.get(), sql_);
    }
    if (mysql_stmt_execute(handle_.get()) == 0) {
        return attempt::ran;
    }
    const auto failed = static_cast<int>(mysql_stmt_errno(handle_.get()));
    if (failed != CR_NEW_STMT_METADATA && failed != needs_preparation) {
        throw_error_of(handle_.get(), sql_);
    }
    binds_.forget_statement();
    handle_.reset();  // the driver cannot go on with it; the next execution prepares it anew
    return failed == needs_preparation ? attempt::not_run : attempt::changed_result;
}

void prepared_statement::open_rows(fetch mode) {
    rows_read_ = 0;
    progress_ = progress::ended;
    fields_ = {};
    if (mysql_stmt_field_count(handle_.get()) == 0) {
        return;
    }
    fields_ = {mariadb_stmt_fetch_fields(handle_.get()), mysql_stmt_field_count(handle_.get())};
    row_.describe(fields_);
    // A result that is asked for as a whole is not fetched as one, either: the rows would be copied, and decoded only
    // when the server has sent the last one.
    may_yield_ = mode == fetch::buffered;
    wire_.begin_stream(handle_.get(), may_yield_ ? this : nullptr);
    progress_ = progress::streaming;
}

/// Another statement needs the wire: the driver keeps the rest of the rows.
bool prepared_statement::yield() {
    may_yield_ = false;
    if (mysql_stmt_store_result(handle_.get()) != 0) {
        lost_rest_ = explain_error_of(handle_.get(), sql_);
        progress_ = progress::ended;
        wire_.end_stream();
        throw_error(lost_rest_->kind, lost_rest_->message, lost_rest_->details);
    }
    // A procedure's further results wait on the wire, and nothing else may run until they were passed over.
    if (mysql_stmt_more_results(handle_.get()) != 0) {
        return false;
    }
    progress_ = progress::buffered;
    holds_rows_ = handle_->result.data != nullptr;
    wire_.end_stream();
    return true;
}

bool prepared_statement::step() {
    if (lost_rest_) {
        const failure lost = *std::exchange(lost_rest_, std::nullopt);
        throw_error(lost.kind, lost.message, lost.details);
    }
    if (progress_ != progress::buffered && progress_ != progress::streaming) {
        return false;
    }
    const int result = mysql_stmt_fetch(handle_.get());
    if (result == 0) {
        if (may_yield_) {
            row_.keep();  // the next packet, of whichever statement, takes its place
        }
        ++rows_read_;
        return true;
    }
    end_rows(result != MYSQL_NO_DATA);
    return false;
}

void prepared_statement::end_rows(bool failed) {
    const bool was_streaming = progress_ == progress::streaming;
    failed = failed || (was_streaming && !pass_over_further_results());
    progress_ = progress::ended;
    if (failed) {
        // Before the wire is free: closing what retired would clear the error.
        const failure found = explain_error_of(handle_.get(), sql_);
        release_wire(was_streaming);
        throw_error(found.kind, found.message, found.details);
    }
    release_wire(was_streaming);
}

void prepared_statement::release_wire(bool was_streaming) noexcept {
    if (was_streaming) {
        wire_.end_stream();
    }
}

/// Nobody hears of an error in what is left; but it may have ended the transaction.
void prepared_statement::pass_over_rows() noexcept {
    int result = 0;
    while (result == 0) {
        result = mysql_stmt_fetch(handle_.get());
    }
    if (!pass_over_further_results() || result != MYSQL_NO_DATA) {
        refresh_status(wire_.handle());
    }
}

/// Only the first result of a procedure is read. Says whether all of them were without error.
bool prepared_statement::pass_over_further_results() noexcept {
    int more = 0;
    while (mysql_stmt_more_results(handle_.get()) != 0 && more == 0) {
        fields_ = {};  // the driver describes the next result in their place
        more = mysql_stmt_next_result(handle_.get());
    }
    return more <= 0;
}

std::size_t prepared_statement::column_count() const {
    return fields_.size();
}

std::string_view prepared_statement::column_name(std::size_t column) const {
    return {fields_[column].name, fields_[column].name_length};
}

std::uint64_t prepared_statement::affected_rows() const {
    if (handle_ == nullptr) {
        return 0;
    }
    // Behind INSERT … RETURNING the server does not say; every row that it inserted came back.
    return fields_.empty() ? mysql_stmt_affected_rows(handle_.get()) : rows_read_;
}

void prepared_statement::close() noexcept {
    if (progress_ == progress::streaming) {
        pass_over_rows();
        wire_.end_stream();
    } else if (holds_rows_ && wire_.is_idle()) {
        drop_rows();
    }
    may_yield_ = false;
    holds_rows_ = false;
    lost_rest_.reset();
    progress_ = progress::closed;
    fields_ = {};
}

/// Also gives the memory of a result back that was read to its end, since a statement may wait in a cache for long:
/// mysql_stmt_free_result does so only while rows are left. It must not be asked to where there were no rows: the
/// driver would then wait for some at the next execution.
void prepared_statement::drop_rows() noexcept {
    mysql_stmt_data_seek(handle_.get(), 0);
    mysql_stmt_free_result(handle_.get());
}

}  // namespace aludel::mysql
