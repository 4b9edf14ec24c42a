// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <string_view>

#include <aludel/dialect/statement_event.hpp>
#include <aludel/sql/statements.hpp>

#include "statement.hpp"

struct sqlite3;

namespace aludel::sqlite {

/// The condition by which an upsert counts the rows that it updates.
inline constexpr std::string_view counted_update = "aludel_counted_update()";

/// What the bulk writers of one connection share: the functions and tables that their statements need, and prepared
/// statements for the next load of the same kind.
class bulk_support {
public:
    /// A prepared statement that is reset and goes back at the end.
    class borrowed {
    public:
        borrowed() = default;
        borrowed(bulk_support& owner, std::string sql, prepared_statement prepared)
            : owner_{&owner}, sql_{std::move(sql)}, prepared_{std::move(prepared)} {}
        borrowed(borrowed&& other) noexcept = default;
        borrowed& operator=(borrowed&& other) noexcept = default;
        ~borrowed();

        [[nodiscard]] ::sqlite3_stmt* get() const noexcept { return prepared_.get(); }
        [[nodiscard]] const std::string& sql() const noexcept { return sql_; }
        [[nodiscard]] explicit operator bool() const noexcept { return prepared_ != nullptr; }

    private:
        bulk_support* owner_ = nullptr;
        std::string sql_;
        prepared_statement prepared_;
    };

    bulk_support(::sqlite3* handle, sql::target target);
    bulk_support(const bulk_support&) = delete;
    bulk_support& operator=(const bulk_support&) = delete;

    [[nodiscard]] ::sqlite3* handle() const noexcept { return handle_; }
    [[nodiscard]] sql::target target() const noexcept { return target_; }
    borrowed prepare(std::string sql);
    /// Makes the table for rows of this width known, once.
    void provide_rows_table(std::size_t columns);

    /// Steps to the next row or the end. Returns whether there is a row. Throws the classified error, reset.
    bool step(const borrowed& statement);

    /// Who is told of what the writers run, or null.
    const statement_handler* watcher = nullptr;

    /// Rows that upserts have updated since this was set to zero.
    std::uint64_t updated = 0;

private:
    void give_back(std::string sql, prepared_statement prepared) noexcept;

    struct kept {
        std::string sql;
        prepared_statement prepared;
    };
    ::sqlite3* handle_;
    sql::target target_;
    std::list<kept> kept_;  // the last one used first
    std::set<std::size_t> widths_;
};

}  // namespace aludel::sqlite
