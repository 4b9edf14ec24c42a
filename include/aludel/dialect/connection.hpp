// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/dialect/capabilities.hpp>
#include <aludel/dialect/statement.hpp>
#include <aludel/dialect/statement_event.hpp>

namespace aludel {

/// What `connection::reset_session` has undone.
enum class session_reset : std::uint8_t {
    impossible,          ///< nothing: there is no way
    done,                ///< all that a session can leave behind
    statements_are_gone  ///< the same, and the server has forgotten the prepared statements, too
};

/// One open connection as shared code sees it: prepared statements and bulk writers, in the driver's own terms.
/// Belongs to one thread at a time.
class connection {
public:
    connection() = default;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    virtual ~connection() = default;

    [[nodiscard]] virtual const capabilities& facts() const noexcept = 0;

    /// Prepares one statement. `kinds` are its parameters' kinds, for servers that prepare by type
    /// (facts().prepares_by_type); others need not look. The connection outlives the statement.
    virtual std::unique_ptr<aludel::statement> prepare(std::string_view sql, std::span<const value_kind> kinds) = 0;

    /// Runs statements without parameters and rows: begin, savepoint, DDL.
    virtual void run(std::string_view sql) = 0;

    /// The dialect's own writer for the plan, or null: then rows go through a prepared INSERT of many rows, and
    /// updates, removals and upserts that return rows through a temporary table.
    virtual std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan);

    /// Whether a transaction is open, as the driver knows it; decides on a rollback before the pool takes it back.
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;

    /// Whether an error has aborted the open transaction, so that a commit would roll it back.
    [[nodiscard]] virtual bool transaction_is_aborted() const noexcept { return false; }

    /// Ends whatever transaction is open, before the connection is lent to somebody else.
    virtual void reset();

    /// Whether the connection is known to be gone, without asking: the server closed it, or the file was moved away.
    /// Said before a commit is sent, this tells a transaction that was rolled back from one whose outcome is unknown.
    [[nodiscard]] virtual bool was_closed_by_server() noexcept { return false; }

    /// After reset(): undoes what else a session may have left behind, such as variables, locks, and temporary tables.
    /// Also what `dialect::open` has set, which is run again then. `impossible`: the connection is closed instead.
    virtual session_reset reset_session() { return session_reset::impossible; }

    /// In a child process, of a connection that its parent opened: closes the child's copy of the socket without a word
    /// to the server, which would end the parent's session. Nothing is called on it after that, the destructor
    /// included.
    virtual void leave_to_parent() noexcept {}

    /// Asks the server whether it is still there. Never throws.
    [[nodiscard]] virtual bool is_alive() noexcept = 0;

    /// From now on `told` is told of the statements that bulk writers run by themselves, and of a reset; null: nobody.
    /// What went through prepare() and run() is told by their caller.
    void watch(const statement_handler* told) noexcept { watcher_ = told; }
    [[nodiscard]] const statement_handler* watcher() const noexcept { return watcher_; }

private:
    const statement_handler* watcher_ = nullptr;
};

}  // namespace aludel
