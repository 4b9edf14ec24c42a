// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <aludel/dialect/statement.hpp>
#include <aludel/dialect/statement_event.hpp>
#include <aludel/error.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

class running_work;
struct statement_place;

/// A prepared statement, and what an execution of it holds while it runs. Lives on in the connection's cache, so that
/// running it again allocates nothing.
struct execution_state {
    void begin(session_core& session, fetch by, const statement_handler* told);
    /// Reads the next row into `row`; false behind the last one. Here, because each row of every query passes it.
    bool next() {
        try {
            if (!(work == nullptr ? prepared->next(row) : watched_next())) {
                return false;
            }
        } catch (const error& thrown) {
            fail(thrown);
        }
        ++rows_read;
        return true;
    }
    /// Under a limit, or where a canceller may come in between.
    bool watched_next();
    [[noreturn]] void fail(const error& thrown);
    /// Its rows are read from now on.
    void begin_rows();
    /// Throws where it was ended, and changes nothing. A database may answer as if it had come to its end: MySQL's
    /// sleep() returns 1.
    void require_not_ended() const;
    /// Copies of what was bound.
    std::span<const value_view> keep(std::span<const value_view> bound);
    /// Returned, or changed where none are returned.
    [[nodiscard]] std::uint64_t rows() const;

    std::string name;  ///< in the cache
    std::string sql;
    statement_place* place = nullptr;  ///< in the cache, once it has been there
    std::unique_ptr<statement> prepared;
    std::vector<value_view> row;

    // Of the present execution
    session_core* owner = nullptr;
    std::vector<value_view> parameters;    ///< for a stream, which outlives what its caller bound
    std::optional<scratch> kept;           ///< what they borrow
    std::optional<statement_watch> watch;  ///< while somebody wants to know how long it takes
    running_work* work = nullptr;          ///< where it may be ended
    bool is_alone = false;                 ///< no transaction was open when it began
    bool is_sent = false;
    bool is_users_text = false;  ///< not composed here
    std::uint64_t rows_read = 0;
    fetch mode = fetch::buffered;
    bool failed = false;
};

}  // namespace aludel
