// SPDX-License-Identifier: BSL-1.0
#include "copy_stream.hpp"

#include <algorithm>
#include <charconv>

#include "errors.hpp"
#include "wire.hpp"

// COPY … (FORMAT binary), PostgreSQL manual, "COPY", "Binary Format":
//     stream = signature, int32 flags, int32 extension length, rows, int16 -1

namespace aludel::postgresql {
namespace {

constexpr std::string_view stream_header{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
constexpr std::int16_t stream_end = -1;

std::uint64_t rows_of(PGresult* verdict) {
    const std::string_view digits = PQcmdTuples(verdict);
    std::uint64_t rows = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);
    return rows;
}

}  // namespace

copy_stream::~copy_stream() {
    if (open_) {
        end("the load was given up");
    }
}

void copy_stream::open() {
    connection_.require_free();
    watch_.emplace(connection_.watcher(), statement_kind::bulk, statement_);
    const result_handle result = connection_.run_text(statement_);
    if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
        watch_.reset();
        throw_result(connection_.native(), result.get(), statement_);
    }
    open_ = true;
    connection_.occupy("a bulk load");
    rows_.clear();
    char* const to = rows_.room_for(stream_header.size());
    rows_.keep_until(to + stream_header.copy(to, stream_header.size()));
}

void copy_stream::send(byte_buffer& bytes) {
    constexpr std::size_t most_at_once = std::size_t{1} << 30;  // libpq counts in an int
    int sent = 1;
    for (std::size_t from = 0; from < bytes.size() && sent == 1; from += most_at_once) {
        const std::size_t part = std::min(bytes.size() - from, most_at_once);
        sent = PQputCopyData(connection_.native(), bytes.data() + from, static_cast<int>(part));
    }
    bytes.clear();
    if (sent != 1) {
        const result_handle result = end("the load failed");
        throw_result(connection_.native(), result.get(), statement_);
    }
}

std::uint64_t copy_stream::finish() {
    rows_.keep_until(store(rows_.room_for(sizeof stream_end), stream_end));
    send(rows_);
    const result_handle verdict = end(nullptr);
    connection_.require_success(verdict.get(), statement_);
    return rows_of(verdict.get());
}

/// Ends the COPY, with its rows or, given a complaint, without them. Returns the server's verdict.
result_handle copy_stream::end(const char* complaint) noexcept {
    open_ = false;
    connection_.release();
    PQputCopyEnd(connection_.native(), complaint);
    result_handle verdict{PQgetResult(connection_.native())};
    while (const result_handle rest{PQgetResult(connection_.native())}) {
    }
    if (PQresultStatus(verdict.get()) == PGRES_COMMAND_OK) {
        watch_->end(rows_of(verdict.get()));
    }
    watch_.reset();
    return verdict;
}

}  // namespace aludel::postgresql
