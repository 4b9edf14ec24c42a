// SPDX-License-Identifier: BSL-1.0
#include <aludel/sql/statements.hpp>

#include "bulk_writer.hpp"
#include "errors.hpp"
#include "wire.hpp"

// COPY … (FORMAT binary), PostgreSQL manual, "COPY", "Binary Format":
//     stream = signature, int32 flags, int32 extension length, rows, int16 -1
//     row    = int16 fields, fields × (int32 length or -1 for NULL, bytes)

namespace aludel::postgresql {
namespace {

constexpr std::string_view stream_header{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
constexpr std::int16_t stream_end = -1;

/// Bytes that are handed to libpq at a time.
constexpr std::size_t chunk_size = std::size_t{64} << 10;

std::string copy_statement(const connection& on, const bulk_plan& plan) {
    std::string sql = "copy ";
    append_table_name(sql, on.spell(), *plan.table);
    sql += " (";
    sql::append_column_list(sql, on.spell(), *plan.table, plan.columns);
    return sql + ") from stdin (format binary)";
}

/// Streams rows through one COPY from the first row to flush(). While `copying_` the connection takes nothing else.
class copy_writer final : public bulk_writer {
public:
    copy_writer(connection& on, const bulk_plan& plan, bulk_load load)
        : connection_{on}, plan_{plan}, load_{std::move(load)}, sql_{copy_statement(on, plan)} {
        pending_.reserve(chunk_size + chunk_size / 4);
    }

    ~copy_writer() override {
        if (copying_) {
            end("the load was given up");
        }
    }

    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override {
        flush();
        return counts_;
    }

private:
    void begin();
    void send();
    result_handle end(const char* complaint) noexcept;

    connection& connection_;
    bulk_plan plan_;
    bulk_load load_;
    std::string sql_;
    std::string pending_;
    std::uint64_t rows_ = 0;  // of the present COPY
    bulk_counts counts_;
    bool copying_ = false;
};

bool copy_writer::add(std::span<const value_view> row) {
    if (!copying_) {
        begin();
    }
    append(pending_, static_cast<std::int16_t>(row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
        append_value(pending_, plan_, load_.columns[i], row[i]);
    }
    ++rows_;
    if (pending_.size() >= chunk_size) {
        send();
    }
    return true;  // the row is copied: nothing is borrowed
}

void copy_writer::begin() {
    connection_.require_free();
    const result_handle result{PQexec(connection_.native(), sql_.c_str())};
    if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
        throw_result(connection_.native(), result.get(), sql_);
    }
    copying_ = true;
    connection_.occupy("a bulk load");
    rows_ = 0;
    pending_ = stream_header;
}

void copy_writer::send() {
    const int sent = PQputCopyData(connection_.native(), pending_.data(), static_cast<int>(pending_.size()));
    pending_.clear();
    if (sent != 1) {
        const result_handle result = end("the load failed");
        throw_result(connection_.native(), result.get(), sql_);
    }
}

/// Ends the COPY, with its rows or, given a complaint, without them. Returns the server's verdict.
result_handle copy_writer::end(const char* complaint) noexcept {
    copying_ = false;
    connection_.release();
    PQputCopyEnd(connection_.native(), complaint);
    result_handle verdict{PQgetResult(connection_.native())};
    while (const result_handle rest{PQgetResult(connection_.native())}) {
    }
    return verdict;
}

void copy_writer::flush() {
    if (!copying_) {
        return;
    }
    append(pending_, stream_end);
    send();
    const result_handle verdict = end(nullptr);
    connection_.require_success(verdict.get(), sql_);
    counts_.inserted += rows_;
}

}  // namespace

std::unique_ptr<bulk_writer> make_copy_writer(connection& on, const bulk_plan& plan, bulk_load load) {
    return std::make_unique<copy_writer>(on, plan, std::move(load));
}

}  // namespace aludel::postgresql
