// SPDX-License-Identifier: BSL-1.0
#include "statement.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <exception>
#include <utility>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "values.hpp"

namespace aludel::postgresql {
namespace {

/// A SELECT without parameters that gave so many rows is copied when it runs again: below, the planning that COPY
/// repeats takes longer than the decoding that it saves. README.md has what was measured.
constexpr std::size_t worth_copying = 10'000;

std::uint64_t rows_of(PGresult* result) {
    const char* const text = PQcmdTuples(result);
    std::uint64_t rows = 0;
    std::from_chars(text, text + std::strlen(text), rows);
    return rows;
}

bool is_row_or_end(ExecStatusType status) {
    return is_part(status) || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

/// Drops the rows that are here already, without waiting for more. Returns true if those were all.
bool was_all_here(PGconn* native) {
    // Once only: libpq 15 makes its buffer larger with every call that finds it full, and would take in the result.
    PQconsumeInput(native);
    while (PQisBusy(native) == 0) {
        if (const result_handle row{PQgetResult(native)}; row == nullptr) {
            return true;
        }
    }
    return false;
}

/// Asks the server to end the running statement. Returns once it was told.
void cancel(PGconn* native) {
    char ignored[256];
    PGcancel* const request = PQgetCancel(native);
    PQcancel(request, ignored, sizeof ignored);
    PQfreeCancel(request);
}

std::vector<type_id> types_of(std::span<const value_kind> kinds) {
    std::vector<type_id> types(kinds.size());
    std::transform(kinds.begin(), kinds.end(), types.begin(), parameter_type);
    return types;
}

/// The index behind the first `$` of "could not determine data type of parameter $1", in whatever language; out of
/// every range where there is none.
std::size_t parameter_in(std::string_view message) {
    const std::size_t sign = message.find('$');
    std::size_t number = 0;
    if (sign != std::string_view::npos) {
        std::from_chars(message.data() + sign + 1, message.data() + message.size(), number);
    }
    return number - 1;
}

std::string_view field(const PGresult* failed, int code) {
    const char* const text = PQresultErrorField(failed, code);
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// Whether the result of the prepared statement changed with its tables: "cached plan must not change result type".
/// 0A000 alone is any feature that is not supported.
bool is_changed(const PGresult* failed) {
    return field(failed, PG_DIAG_SQLSTATE) == "0A000" &&
           field(failed, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

/// Whether the server no longer knows this statement. 26000 alone may be about a name in the user's EXECUTE.
bool is_forgotten(const PGresult* failed, std::string_view name) {
    if (field(failed, PG_DIAG_SQLSTATE) != "26000") {
        return false;
    }
    // Languages differ in their quotes; aludel_1 is not aludel_12.
    const std::string_view message = field(failed, PG_DIAG_MESSAGE_PRIMARY);
    const std::size_t at = message.find(name);
    const std::string_view behind = message.substr(at == std::string_view::npos ? message.size() : at + name.size());
    return !behind.empty() && (behind.front() < '0' || behind.front() > '9');
}

}  // namespace

statement::statement(connection& on, std::string_view sql, std::span<const value_kind> kinds)
    : connection_{on}, sql_{sql}, kinds_(kinds.begin(), kinds.end()), declared_{types_of(kinds)} {
    if (connection_.keeps_statements()) {
        prepare();
    }
}

statement::~statement() {
    close();
    connection_.forget_later(std::move(prepared_));
}

void statement::prepare() {
    std::exception_ptr first_failure;
    for (;;) {
        try {
            prepared_ = connection_.prepare_on_server(sql_, declared_);
            return;
        } catch (const statement_error& failed) {
            if (first_failure == nullptr) {
                first_failure = std::current_exception();
            }
            if (!declare_more(failed)) {
                std::rethrow_exception(first_failure);  // later ones may complain of what was declared here
            }
        }
    }
}

/// Declares a type for parameters that the server could not infer one for. Returns false if there is none.
bool statement::declare_more(const statement_error& failed) {
    const auto declare = [this](std::size_t parameter) {
        const bool is_open = declared_[parameter] == type::inferred;
        declared_[parameter] = is_open ? natural_form(kinds_[parameter]).element : declared_[parameter];
        return is_open;
    };
    if (failed.sqlstate() == "42P18") {  // concat($1): functions of any type
        const std::size_t parameter = parameter_in(failed.what());
        return parameter < declared_.size() && declare(parameter);
    }
    bool any = false;
    if (failed.sqlstate() == "42804") {  // to_jsonb($1): polymorphic functions; the server does not say which one
        for (std::size_t i = 0; i < declared_.size(); ++i) {
            any = declare(i) || any;
        }
    }
    return any;
}

result_handle statement::run(fetch mode) {
    PGconn* const native = connection_.native();
    const bool alone = PQtransactionStatus(native) == PQTRANS_IDLE;
    const bool may_copy = mode == fetch::buffered && kinds_.empty() && !prepared_.name.empty();
    if (may_copy && rows_last_time_ >= worth_copying && prepared_.binary_results) {
        if (const std::string sql = copying_statements(prepared_.name, sql_); !sql.empty()) {
            return begin_copy(sql, !alone);
        }
    }
    const execution_parameters given{parameters_.count(), parameters_.pointers(), parameters_.lengths(),
                                     parameters_.formats()};
    if (mode == fetch::buffered) {
        return connection_.run(prepared_, given);
    }
    if (!connection_.send(prepared_, given)) {
        return nullptr;
    }
    streaming_ = true;
    connection_.occupy("a streamed result");
    fetch_in_parts(native);
    return result_handle{PQgetResult(native)};
}

/// What the second of these statements, the COPY, says; or the first one's failure.
result_handle statement::begin_copy(const std::string& statements, bool inside) {
    PGconn* const native = connection_.native();
    result_handle result;
    if (PQsendQuery(native, statements.c_str()) == 1) {
        result.reset(PQgetResult(native));
    }
    if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) {
        result.reset(PQgetResult(native));
    }
    if (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
        copied_.emplace(native);
        connection_.leave_unfinished(*this, inside);
        return result;
    }
    while (const result_handle rest{PQgetResult(native)}) {
    }
    return result;
}

/// Another statement needs the connection.
void statement::complete() {
    copied_->keep_rest();
}

bool statement::step_copied() {
    if (copied_->next()) {
        return true;
    }
    if (!copied_->is_over()) {
        return false;
    }
    connection_.forget_unfinished(*this);
    rows_last_time_ = copied_->rows();
    affected_rows_ = copied_->rows();
    if (PQresultStatus(copied_->verdict()) != PGRES_COMMAND_OK) {
        failure found = explain_result(connection_.native(), copied_->verdict(), sql_);
        close();
        throw_failure(std::move(found));
    }
    return false;
}

/// Whether the statement failed only because it has to be prepared again.
bool statement::is_outdated(const PGresult* failed) {
    // Behind a pooler that was taken for a server the next attempt would be a matter of luck.
    if (is_forgotten(failed, prepared_.name) && !connection_.is_behind_pooler()) {
        connection_.note_forgotten_statements();
        return true;
    }
    return is_changed(failed);
}

void statement::prepare_again() {
    close();
    connection_.forget_later(std::exchange(prepared_, {}));
    prepare();
}

void statement::execute(std::span<const value_view> parameters, fetch mode) {
    close();
    connection_.require_free();
    affected_rows_ = 0;
    // Cancelling takes back what the statement did, be it through a function that a SELECT calls, and inside a
    // transaction it takes the transaction with it.
    may_cancel_ = PQtransactionStatus(connection_.native()) == PQTRANS_IDLE && mode == fetch::streamed_read;
    if (connection_.keeps_statements()) {
        execute_kept(parameters, mode);
    } else {
        execute_unkept(parameters, mode);
    }
}

void statement::execute_kept(std::span<const value_view> parameters, fetch mode) {
    if (prepared_.name.empty() || connection_.has_forgotten(prepared_)) {
        prepare_again();
    }
    const bool alone = PQtransactionStatus(connection_.native()) == PQTRANS_IDLE;
    parameters_.assign(kinds_, prepared_.parameter_types, parameters);
    result_handle result = run(mode);
    if (is_outdated(result.get())) {
        if (!alone) {
            refuse_outdated(result.get());
        }
        prepare_again();
        parameters_.assign(kinds_, prepared_.parameter_types, parameters);
        result = run(mode);
    }
    accept(std::move(result), mode);
}

/// Text and execution in one message, which a pooler gives to one server. The result is asked for as text: that its
/// columns have binary forms that are known here would be told too late. A failure to infer a type runs nothing, and
/// alone it breaks nothing, so the next attempt has one more.
void statement::execute_unkept(std::span<const value_view> parameters, fetch mode) {
    std::exception_ptr first_failure;
    settle_types();
    for (;;) {
        parameters_.assign(kinds_, prepared_.parameter_types, parameters);
        const bool alone = PQtransactionStatus(connection_.native()) == PQTRANS_IDLE;
        try {
            accept(run(mode), mode);
            connection_.note_types(sql_, kinds_, declared_);
            return;
        } catch (const statement_error& failed) {
            if (first_failure == nullptr) {
                first_failure = std::current_exception();
            }
            if (!alone || !declare_more(failed)) {
                std::rethrow_exception(first_failure);
            }
            prepared_.parameter_types = declared_;
        }
    }
}

/// Inside a transaction a failure to infer would abort it: there a statement that was never sent before is described
/// first, behind a savepoint.
void statement::settle_types() {
    if (const std::vector<type_id>* const known = connection_.types_known_for(sql_, kinds_)) {
        declared_ = *known;
    } else if (connection_.in_transaction() &&
               std::find(declared_.begin(), declared_.end(), type::inferred) != declared_.end()) {
        prepare();
        return;
    }
    prepared_ = {};
    prepared_.sql = sql_;
    prepared_.parameter_types = declared_;
    prepared_.binary_results = false;
}

/// A statement that was not described turns out to have as many parameters as it has. A pooler that gives up says the
/// same, but as good-bye.
failure statement::explain(const PGresult* failed) const {
    failure found = explain_result(connection_.native(), failed, sql_);
    if (found.details.sqlstate == "08P01" && field(failed, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR") {
        found.kind = error_class::usage_error;
        found.details.connection_is_usable = true;
        found.message =
            "the statement is given " + std::to_string(kinds_.size()) + " parameters, and has another number of them";
    }
    return found;
}

/// The failure aborted the transaction already; in the next one the statement is prepared anew.
void statement::refuse_outdated(const PGresult* failed) {
    failure found = explain_result(connection_.native(), failed, sql_);
    close();
    found.kind = error_class::transaction_conflict;
    found.message = "somebody altered a table since this statement was prepared, or had the server forget prepared "
                    "statements; run the transaction again";
    throw_failure(std::move(found));
}

void statement::accept(result_handle result, fetch mode) {
    if (copied_) {
        reader_.describe(prepared_.description.get(), prepared_.binary_results);
        return;
    }
    if (PQresultStatus(result.get()) == PGRES_COPY_IN || PQresultStatus(result.get()) == PGRES_COPY_OUT) {
        streaming_ = false;
        connection_.release();
        connection_.refuse_copy(result.get());
    }
    take(std::move(result));
    reader_.describe(rows_, prepared_.binary_results);
    if (mode != fetch::buffered && !is_part(PQresultStatus(rows_))) {
        end_stream();
    }
}

/// Makes `result` the one that rows come from; closes and throws where it is a failure.
void statement::take(result_handle result) {
    if (!is_row_or_end(PQresultStatus(result.get()))) {
        failure found = explain(result.get());
        may_cancel_ = false;
        close();
        throw_failure(std::move(found));
    }
    if (!is_part(PQresultStatus(result.get()))) {
        affected_rows_ = rows_of(result.get());
        rows_last_time_ = static_cast<std::size_t>(PQntuples(result.get()));
    }
    next_row_ = 0;
    result_handle& place = first_ == nullptr ? first_ : later_;
    place = std::move(result);
    rows_ = place.get();
}

std::size_t statement::known_rows() const {
    return streaming_ || copied_ ? 0 : static_cast<std::size_t>(PQntuples(rows_));
}

bool statement::step() {
    temporaries_.clear();
    if (copied_) {
        return step_copied();
    }
    while (next_row_ >= PQntuples(rows_)) {
        if (!streaming_) {
            return false;
        }
        later_.reset();  // its memory serves the next one
        take(result_handle{PQgetResult(connection_.native())});
        if (!is_part(PQresultStatus(rows_))) {
            end_stream();
        }
    }
    ++next_row_;
    return true;
}

std::string_view statement::column_name(std::size_t column) const {
    return PQfname(copied_ ? prepared_.description.get() : first_.get(), static_cast<int>(column));
}

void statement::read(std::span<value_view> row) {
    if (copied_) {
        reader_.read(copied_->fields(), row, temporaries_);
    } else {
        reader_.read(rows_, next_row_ - 1, 0, row, temporaries_);
    }
}

void statement::end_stream() noexcept {
    while (const result_handle rest{PQgetResult(connection_.native())}) {
    }
    streaming_ = false;
    connection_.release();
}

void statement::close() noexcept {
    if (streaming_) {
        if (may_cancel_ && !was_all_here(connection_.native())) {
            cancel(connection_.native());
        }
        end_stream();
    }
    if (copied_) {
        connection_.forget_unfinished(*this);
        copied_.reset();
    }
    first_.reset();
    later_.reset();
    rows_ = nullptr;
    next_row_ = 0;
    reader_.clear();
    temporaries_.clear();
}

}  // namespace aludel::postgresql
