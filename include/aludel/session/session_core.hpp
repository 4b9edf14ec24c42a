// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/dialect/capabilities.hpp>
#include <aludel/dialect/dialect.hpp>
#include <aludel/dialect/statement.hpp>
#include <aludel/model/function_ref.hpp>
#include <aludel/session/canceller.hpp>
#include <aludel/session/result_shape.hpp>
#include <aludel/session/statement_source.hpp>
#include <aludel/sql/statements.hpp>

namespace soci {
class session;
}

namespace aludel {

class connection_pool;
struct pooled_connection;
struct execution_state;
class transaction_callbacks;
class running_work;
enum class may_end : std::uint8_t;

/// What becomes of a request whose answer is lost with the connection.
enum class request : std::uint8_t {
    preparation,  ///< it keeps nothing by itself: preparing, or what is inside a transaction
    statement,    ///< outside a transaction: it may have been done
    commit,
};

/// Where the objects of a result are made: `append` gives the address of a new one.
struct object_sink {
    void* container;
    void* (*append)(void* container);
    void (*reserve)(void* container, std::size_t objects);
};

/// One execution of a statement, from its parameters to its last row. Gives the prepared statement back to the
/// connection's cache at the end. Must not outlive its session.
class execution {
public:
    execution(execution&&) noexcept;
    execution& operator=(execution&&) = delete;
    ~execution();

    /// Reads the next row; false behind the last one.
    bool next();
    /// The row that next() read: one view per column, valid until the next call.
    [[nodiscard]] std::span<const value_view> row() const noexcept;
    [[nodiscard]] std::size_t column_count() const;
    [[nodiscard]] std::string_view column_name(std::size_t column) const;
    /// Rows of the result, where the driver knows them already; else 0.
    [[nodiscard]] std::size_t known_rows() const;
    /// Valid after next() returned false.
    [[nodiscard]] std::uint64_t affected_rows() const;
    [[nodiscard]] std::uint64_t generated_key() const;

private:
    friend class session_core;
    friend class stream_core;
    explicit execution(std::unique_ptr<execution_state> open) noexcept;
    std::unique_ptr<execution_state> state_;
};

/// The compiled half of a session: one leased connection, statements on it, transactions. `session` is its typed
/// front; repositories and bulk loads run on it. One thread at a time.
class session_core {
public:
    session_core(std::shared_ptr<connection_pool> pool, std::unique_ptr<pooled_connection> leased);
    session_core(const session_core&) = delete;
    session_core& operator=(const session_core&) = delete;
    ~session_core();

    [[nodiscard]] const capabilities& facts() const noexcept;
    [[nodiscard]] const aludel::dialect& dialect() const noexcept;
    [[nodiscard]] sql::target target() const noexcept;
    [[nodiscard]] soci::session& soci();

    /// Starts a statement. `kinds` are what its result columns are expected to travel as; may be empty.
    [[nodiscard]] execution start(const statement_source& sql, std::span<const value_view> parameters,
                                  fetch mode = fetch::buffered, std::span<const value_kind> kinds = {});
    /// Runs a statement that changes rows; returns how many. Leaves an open transaction usable when it fails.
    std::uint64_t change(const statement_source& sql, std::span<const value_view> parameters);
    /// As `change`; also gives the integer key that was generated, where inserts return nothing.
    std::uint64_t insert(const statement_source& sql, std::span<const value_view> parameters,
                         std::uint64_t& generated_key);
    /// Runs a query and hands each row to `use`; stops early when that returns false.
    void query(const statement_source& sql, std::span<const value_view> parameters, std::span<const value_kind> kinds,
               function_ref<bool(std::span<const value_view>)> use);
    /// As `query`, for a statement that may fail in the course of things, because it changes or locks rows: leaves an
    /// open transaction usable, as `change` does.
    void guarded_query(const statement_source& sql, std::span<const value_view> parameters,
                       std::span<const value_kind> kinds, function_ref<bool(std::span<const value_view>)> use);
    /// Runs a query for all columns of a table in their order, and makes an object of each row.
    void list(const statement_source& sql, std::span<const value_view> parameters, const table_description& table,
              object_sink sink);
    /// Runs a query of the user's and makes an object of each row, matching columns by `shape`. Guarded, too.
    void query_objects(const statement_source& sql, std::span<const value_view> parameters, const result_shape& shape,
                       object_sink sink);
    /// Runs a statement without parameters and rows, such as DDL.
    void run(std::string_view sql);
    /// Runs what removes something that is not needed any more, also where the server has ended the transaction: some
    /// keep a temporary table then. Where it fails, what it was to remove is gone with the transaction or the
    /// connection.
    void tidy_up(std::string_view sql) noexcept;

    /// Whether `transaction` was begun on this session and has not ended.
    [[nodiscard]] bool in_transaction() const noexcept { return !open_.empty(); }
    /// Whether the transaction of this number has not ended.
    [[nodiscard]] bool is_open(std::uint64_t number) const noexcept;
    /// Whether no transaction is open, not even one that plain SQL has begun.
    [[nodiscard]] bool stands_alone() const noexcept;
    /// Begins a transaction, or inside one (which plain SQL may have begun, too) sets a savepoint. Returns its number,
    /// which no other one of the session has.
    std::uint64_t begin(const transaction_options& options);
    /// Throws usage_error when it is over already, or one that was begun inside it is still open.
    void commit(std::uint64_t number);
    /// Rolls back with all that was begun inside; does nothing when it is over. Never throws: a rollback that fails
    /// marks the connection as unusable.
    void rollback(std::uint64_t number) noexcept;

    /// See session. With a number: for that transaction, which must be open.
    void after_commit(std::function<void()> call, std::uint64_t number = 0);
    void after_rollback(std::function<void()> call, std::uint64_t number = 0);

    /// Runs `work` so that all of it happens or nothing: in a transaction of its own, or inside one in a savepoint.
    void atomically(function_ref<void()> work);

    /// The dialect's writer for a plan, or null.
    std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan);

    /// See session.
    void set_statement_timeout(std::chrono::milliseconds limit);
    [[nodiscard]] std::chrono::milliseconds statement_timeout() const noexcept { return limit_; }
    /// As it was before; asks nothing of the connection, which may be gone.
    void restore_statement_timeout(std::chrono::milliseconds limit) noexcept { limit_ = limit; }
    [[nodiscard]] aludel::canceller canceller();

    /// The writer that `open` opens, under the session's limit and cancellers.
    std::unique_ptr<bulk_writer> watched(function_ref<std::unique_ptr<bulk_writer>()> open);

    /// Has the pool close the connection when the session ends, instead of lending it again: it holds what no other
    /// session may get.
    void discard_connection() noexcept;

    /// Lets go of prepared statements that name what is gone for good.
    void forget_statements_on(std::string_view name) noexcept;

private:
    friend class execution;
    friend struct execution_state;
    friend class watched_writer;
    std::unique_ptr<execution_state> state_for(const statement_source& sql, std::span<const value_view> parameters);
    void prepare(execution_state& state, std::span<const value_view> parameters);
    void end(std::unique_ptr<execution_state> state) noexcept;
    void guarded(function_ref<void()> work);
    void undo_statement(bool has_savepoint) noexcept;
    void control(std::string_view sql, may_end how, request sent = request::preparation);
    void run_on_link(std::string_view sql, may_end how, request sent);
    [[nodiscard]] running_work* begin_work(may_end how);
    void end_work(running_work* work) noexcept;
    [[noreturn]] void fail(const error& failed, request sent);
    [[noreturn]] void fail_lost(const error& failed, request sent);
    [[nodiscard]] const statement_handler* watcher() const noexcept;
    void require_no_stream() const;
    void require_transaction() const;
    void require_not_aborted() const;
    void require_open_wire() const;
    [[nodiscard]] std::size_t depth_of(std::uint64_t number) const;
    void end_level(std::size_t depth, bool committed) noexcept;
    void begin_outermost(const transaction_options& options);
    void roll_back_to(const std::string& savepoint) noexcept;
    void note(const error& failed) noexcept;

    std::shared_ptr<connection_pool> pool_;
    std::unique_ptr<pooled_connection> leased_;
    struct level {
        std::uint64_t number;
        std::string savepoint;  // empty: a transaction
    };
    std::vector<level> open_;                           // the outermost first
    std::unique_ptr<transaction_callbacks> callbacks_;  // once there was one
    std::uint64_t transactions_ = 0;
    std::string name_;  // of the statement that is looked for
    std::chrono::milliseconds limit_{0};
    bool has_canceller_ = false;
    bool streaming_ = false;
    bool runs_users_text_ = false;  // which may call functions that change rows
    bool conflicted_ = false;       // the open transaction has met a transaction_conflict
};

/// Where each column of a shape stands in a result. By name, checked: a column that is missing is a mapping_error.
class column_order {
public:
    column_order(const result_shape& shape, const execution& running);
    /// A row of the result in the shape's order; valid until the next one.
    [[nodiscard]] std::span<const value_view> of(std::span<const value_view> row) {
        return positions_.empty() ? row.first(columns_) : moved(row);
    }

private:
    std::span<const value_view> moved(std::span<const value_view> row);

    std::size_t columns_;
    std::vector<std::size_t> positions_;  // none: they stand as they should
    std::vector<value_view> ordered_;
};

/// Throws the mapping_error for a value that does not fit. `name` is the column's, empty where it has none.
[[noreturn]] void throw_misfit(const result_shape& shape, row_misfit misfit, std::string_view name);

/// Fills an object from a row in the shape's order. Throws mapping_error naming what did not fit; `name_of` gives a
/// column's name then.
template <class NameOf>
void write_shaped(const result_shape& shape, void* object, std::span<const value_view> row, NameOf name_of) {
    const row_misfit misfit = shape.write(object, row);
    if (misfit.reason != decode_error::none) [[unlikely]] {
        throw_misfit(shape, misfit, name_of(misfit.column));
    }
}

}  // namespace aludel
