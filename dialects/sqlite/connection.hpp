// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <aludel/dialect/connection.hpp>
#include <aludel/sql/spelling.hpp>

#include "bulk_support.hpp"

struct sqlite3;

namespace aludel::sqlite {

/// The native path on a handle that stays SOCI's.
class connection final : public aludel::connection {
public:
    /// `spell` outlives the connection.
    connection(::sqlite3* handle, capabilities facts, const spelling& spell)
        : handle_{handle}, facts_{std::move(facts)}, spell_{spell} {}

    [[nodiscard]] const capabilities& facts() const noexcept override { return facts_; }
    std::unique_ptr<aludel::statement> prepare(std::string_view sql, std::span<const value_kind> kinds) override;
    void run(std::string_view sql) override;
    std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan) override;
    [[nodiscard]] bool in_transaction() const noexcept override;
    [[nodiscard]] bool was_closed_by_server() noexcept override { return !is_alive(); }
    [[nodiscard]] bool is_alive() noexcept override;

    [[nodiscard]] ::sqlite3* handle() const noexcept { return handle_; }
    /// Throws connection_lost where the file was moved or removed since it was opened. With a write-ahead log SQLite
    /// goes on to write to it, seen by nobody; before a commit the session asks.
    void require_own_file(std::string_view sql);
    /// Lets the connection write again when its read-only transaction is over, whoever ended it.
    void leave_ended_read_only_transaction();

private:
    void run_text(const std::string& sql);

    ::sqlite3* handle_;
    capabilities facts_;
    const spelling& spell_;
    std::unique_ptr<bulk_support> bulk_;  // from the first load on
    bool is_read_only_ = false;           // by this class, for one transaction
};

}  // namespace aludel::sqlite
