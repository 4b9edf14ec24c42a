// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include "byte_buffer.hpp"
#include "connection.hpp"

namespace aludel::postgresql {

/// One COPY … FROM STDIN after the other. While one is open the connection takes nothing else.
class copy_stream {
public:
    copy_stream(connection& on, std::string statement) : connection_{on}, statement_{std::move(statement)} {}
    copy_stream(const copy_stream&) = delete;
    copy_stream& operator=(const copy_stream&) = delete;
    /// Gives up a COPY that is open, with all of its rows.
    ~copy_stream();

    [[nodiscard]] bool is_open() const noexcept { return open_; }
    void open();

    /// The rows that wait to be sent; rows may be written behind them.
    [[nodiscard]] byte_buffer& rows() noexcept { return rows_; }
    /// Sends what waits once it is worth a call.
    void row_is_written() {
        if (rows_.size() >= chunk_size) {
            send(rows_);
        }
    }
    void send(byte_buffer& bytes);
    /// Sends the rest. Returns how many rows are stored: a trigger may leave some out. Throws what the server says of
    /// them.
    std::uint64_t finish();

private:
    // Measured: chunks of 16 KiB to 1 MiB make no difference.
    static constexpr std::size_t chunk_size = std::size_t{64} << 10;

    result_handle end(const char* complaint) noexcept;

    connection& connection_;
    std::string statement_;
    byte_buffer rows_;
    bool open_ = false;
    std::optional<statement_watch> watch_;
};

}  // namespace aludel::postgresql
