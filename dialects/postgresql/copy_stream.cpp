// SPDX-License-Identifier: BSL-1.0
#include "copy_stream.hpp"

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
    const result_handle result{PQexec(connection_.native(), statement_.c_str())};
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
    const int sent = PQputCopyData(connection_.native(), bytes.data(), static_cast<int>(bytes.size()));
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
