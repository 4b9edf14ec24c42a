// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <aludel/model/value_view.hpp>

namespace aludel {

/// Whether rows wait in the client's memory or on the server while they are stepped through.
enum class fetch : std::uint8_t {
    buffered,       ///< the whole result is here before the first row; other statements may run between rows
    streamed,       ///< constant memory; the connection is busy until the last row or close()
    streamed_read,  ///< as streamed; composed by aludel and only reading, so that close() may cancel it on the server
};

/// One prepared statement on one connection. Life: execute, step and read until step() says no, close; then again.
class statement {
public:
    statement() = default;
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    virtual ~statement() = default;

    /// What the result's columns are expected to travel as, for drivers that must be asked the right way; may be
    /// empty. Valid during the call. Called before execute().
    virtual void expect(std::span<const value_kind>) {}

    /// Runs the statement with these parameters, which must stay valid until close() or the next execute().
    /// Throws the classified error; the statement is then closed. A value that the server cannot store (a NUL in
    /// text, NaN, a date out of range) is a mapping_error before anything is sent.
    virtual void execute(std::span<const value_view> parameters, fetch mode = fetch::buffered) = 0;

    /// How many rows the result has, if that is known after execute(); else 0. Room is made for so many objects.
    [[nodiscard]] virtual std::size_t known_rows() const { return 0; }

    /// Moves to the next row; false behind the last one, and at once for a statement without rows.
    virtual bool step() = 0;

    /// Columns of the result, 0 for a statement without rows. Valid after execute().
    [[nodiscard]] virtual std::size_t column_count() const = 0;
    /// Borrowed until close().
    [[nodiscard]] virtual std::string_view column_name(std::size_t column) const = 0;

    /// Fills one view per column of the present row; what they borrow is valid until the next step() or close().
    virtual void read(std::span<value_view> row) = 0;
    /// step(), and read() where it says yes. Overridden where a call each is felt.
    virtual bool next(std::span<value_view> row) {
        if (!step()) {
            return false;
        }
        read(row);
        return true;
    }

    /// Rows inserted, removed, or matched by an update, of the last execution; complete once step() said no.
    [[nodiscard]] virtual std::uint64_t affected_rows() const = 0;

    /// The integer key that the last execution generated, 0 if none; only where inserts return nothing, or the facts
    /// say generated_key_is_told.
    [[nodiscard]] virtual std::uint64_t generated_key() const { return 0; }

    /// Ends the execution and frees its rows; harmless when there is none. Never throws.
    virtual void close() noexcept = 0;
};

}  // namespace aludel
