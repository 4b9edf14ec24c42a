// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <aludel/repository/patch.hpp>
#include <aludel/session/session_core.hpp>
#include <aludel/session/transaction.hpp>
#include <aludel/sql/expression.hpp>

#include "bulk/temporary_table.hpp"

namespace aludel {

/// Lists of values that would take more parameters than a statement has, in temporary tables, which live as long as
/// this object. Where a session keeps nothing from one transaction to the next, a transaction is opened for them, and
/// what is done meanwhile is undone unless it ends with end().
class list_tables {
public:
    explicit list_tables(session_core& session) noexcept : session_{&session} {}
    list_tables(const list_tables&) = delete;
    list_tables& operator=(const list_tables&) = delete;

    /// Puts lists of more values than `kept` into tables.
    void replace_in(expression& tree, std::size_t kept);
    void replace_in(sql::select_query& query, std::size_t kept);
    /// Drops the tables, and commits the transaction if one was opened.
    void end();

private:
    void put_into_table(expression& membership);

    session_core* session_;
    std::unique_ptr<transaction> held_;
    std::vector<std::unique_ptr<temporary_table>> tables_;
};

/// At most, in an update.
std::size_t parameters_of(std::span<const owned_assignment> changes);

/// A condition whose lists of values fit the server, beside as many other parameters.
class long_lists {
public:
    long_lists(session_core& session, const expression& wanted, std::size_t beside = 0);

    [[nodiscard]] const expression& condition() const noexcept { return is_replaced_ ? replaced_ : *wanted_; }
    /// As list_tables::end().
    void end() { tables_.end(); }

private:
    const expression* wanted_;
    expression replaced_;
    bool is_replaced_;
    list_tables tables_;
};

/// A query whose lists of values fit the server, in whichever part of it they are.
class fitted_query {
public:
    fitted_query(session_core& session, const sql::select_query& wanted);

    [[nodiscard]] const sql::select_query& query() const noexcept { return is_replaced_ ? replaced_ : *wanted_; }
    /// As list_tables::end().
    void end() { tables_.end(); }

private:
    const sql::select_query* wanted_;
    sql::select_query replaced_;
    bool is_replaced_;
    list_tables tables_;
};

}  // namespace aludel
