// SPDX-License-Identifier: BSL-1.0
#include "statement.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "values.hpp"

namespace aludel::postgresql {
namespace {

/// Whether the text begins with "select", in any case.
bool is_select(std::string_view sql) {
    constexpr std::string_view word = "select";
    return sql.size() > word.size() && std::equal(word.begin(), word.end(), sql.begin(),
                                                  [](char expected, char c) { return expected == (c | 0x20); });
}

std::uint64_t rows_of(PGresult* result) {
    const char* const text = PQcmdTuples(result);
    std::uint64_t rows = 0;
    std::from_chars(text, text + std::strlen(text), rows);
    return rows;
}

bool is_row_or_end(ExecStatusType status) {
    return status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
           status == PGRES_EMPTY_QUERY;
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

}  // namespace

statement::statement(connection& on, std::string_view sql, std::span<const value_kind> kinds)
    : connection_{on}, sql_{sql}, kinds_(kinds.begin(), kinds.end()) {
    prepare();
}

statement::~statement() {
    close();
    connection_.forget_later(std::move(prepared_.name));
}

void statement::prepare() {
    prepared_ = connection_.prepare_on_server(sql_, types_of(kinds_));
}

result_handle statement::run(fetch mode) {
    PGconn* const native = connection_.native();
    const int binary = prepared_.binary_results ? 1 : 0;
    if (mode == fetch::buffered) {
        return result_handle{PQexecPrepared(native, prepared_.name.c_str(), parameters_.count(), parameters_.pointers(),
                                            parameters_.lengths(), parameters_.formats(), binary)};
    }
    if (PQsendQueryPrepared(native, prepared_.name.c_str(), parameters_.count(), parameters_.pointers(),
                            parameters_.lengths(), parameters_.formats(), binary) != 1) {
        return nullptr;
    }
    streaming_ = true;
    connection_.occupy("a streamed result");
    PQsetSingleRowMode(native);
    return result_handle{PQgetResult(native)};
}

/// Whether the table changed under the prepared statement (0A000, "cached plan must not change result type"), or the
/// user had the server forget it (26000).
bool statement::is_outdated(const PGresult* failed) const {
    const char* const sqlstate = PQresultErrorField(failed, PG_DIAG_SQLSTATE);
    return sqlstate != nullptr && (std::strcmp(sqlstate, "0A000") == 0 || std::strcmp(sqlstate, "26000") == 0);
}

void statement::execute(std::span<const value_view> parameters, fetch mode) {
    close();
    connection_.require_free();
    affected_rows_ = 0;
    const bool alone = PQtransactionStatus(connection_.native()) == PQTRANS_IDLE;
    // Ending a SELECT early changes nothing. Cancelling anything else would take back what it did, and inside a
    // transaction even a cancelled SELECT takes the transaction with it.
    may_cancel_ = alone && is_select(sql_);
    parameters_.assign(kinds_, prepared_.parameter_types, parameters);
    result_handle result = run(mode);
    if (alone && is_outdated(result.get())) {
        close();
        connection_.forget_later(prepared_.name);
        prepare();
        parameters_.assign(kinds_, prepared_.parameter_types, parameters);
        result = run(mode);
    }
    accept(std::move(result), mode);
}

void statement::accept(result_handle result, fetch mode) {
    if (PQresultStatus(result.get()) == PGRES_COPY_IN || PQresultStatus(result.get()) == PGRES_COPY_OUT) {
        streaming_ = false;
        connection_.release();
        connection_.refuse_copy(result.get());
    }
    take(std::move(result));
    for (int i = 0; i < PQnfields(rows_); ++i) {
        types_.push_back(PQftype(rows_, i));
    }
    if (mode == fetch::buffered) {
        return;
    }
    if (PQresultStatus(rows_) != PGRES_SINGLE_TUPLE) {
        end_stream();
    }
}

/// Makes `result` the one that rows come from; closes and throws where it is a failure.
void statement::take(result_handle result) {
    if (!is_row_or_end(PQresultStatus(result.get()))) {
        failure found = explain_result(connection_.native(), result.get(), sql_);
        may_cancel_ = false;
        close();
        throw_failure(std::move(found));
    }
    if (PQresultStatus(result.get()) != PGRES_SINGLE_TUPLE) {
        affected_rows_ = rows_of(result.get());
    }
    next_row_ = 0;
    result_handle& place = first_ == nullptr ? first_ : later_;
    place = std::move(result);
    rows_ = place.get();
}

bool statement::step() {
    temporaries_.clear();
    while (next_row_ >= PQntuples(rows_)) {
        if (!streaming_) {
            return false;
        }
        take(result_handle{PQgetResult(connection_.native())});
        if (PQresultStatus(rows_) != PGRES_SINGLE_TUPLE) {
            end_stream();
        }
    }
    ++next_row_;
    return true;
}

std::string_view statement::column_name(std::size_t column) const {
    return PQfname(first_.get(), static_cast<int>(column));
}

void statement::read(std::span<value_view> row) {
    const int index = next_row_ - 1;
    const auto decode = prepared_.binary_results ? decode_binary : decode_text;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int column = static_cast<int>(i);
        if (PQgetisnull(rows_, index, column) != 0) {
            row[i] = value_view{};
            continue;
        }
        const auto size = static_cast<std::size_t>(PQgetlength(rows_, index, column));
        row[i] = decode(types_[i], {PQgetvalue(rows_, index, column), size}, temporaries_);
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
    first_.reset();
    later_.reset();
    rows_ = nullptr;
    next_row_ = 0;
    types_.clear();
    temporaries_.clear();
}

}  // namespace aludel::postgresql
