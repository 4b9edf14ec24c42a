// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <aludel/dialect/connection.hpp>
#include <aludel/sql/spelling.hpp>

#include "wire.hpp"

namespace aludel::mysql {

/// The native path on the connection that SOCI opened.
class native_connection final : public connection {
public:
    native_connection(MYSQL* handle, const connection_settings& settings, const capabilities& facts,
                      const spelling& spell)
        : wire_{handle, settings}, facts_{facts}, spell_{spell}, database_{handle->db == nullptr ? "" : handle->db} {}

    [[nodiscard]] const capabilities& facts() const noexcept override { return facts_; }
    std::unique_ptr<aludel::statement> prepare(std::string_view sql, std::span<const value_kind> kinds) override;
    /// One statement: SOCI connects without CLIENT_MULTI_STATEMENTS.
    void run(std::string_view sql) override;
    std::unique_ptr<bulk_writer> open_bulk_writer(const bulk_plan& plan) override;
    [[nodiscard]] bool in_transaction() const noexcept override { return wire_.in_transaction(); }
    [[nodiscard]] bool was_closed_by_server() noexcept override { return wire_.was_closed_by_server(); }
    [[nodiscard]] bool is_alive() noexcept override;
    session_reset reset_session() override;
    void leave_to_parent() noexcept override;

private:
    wire wire_;
    capabilities facts_;
    const spelling& spell_;
    std::string database_;  ///< that the connection string names
};

/// Runs one statement, forgets its rows, and returns how many it changed: of several results the first one's, none for
/// rows. Throws the classified error.
std::uint64_t run_on(MYSQL* handle, std::string_view sql);
/// The same, where `sent` holds a value and errors are to speak of `sql`.
std::uint64_t run_on(MYSQL* handle, std::string_view sent, std::string_view sql);

/// The first row of a query, whose columns are numbers. Throws the classified error.
std::vector<std::uint64_t> read_numbers(MYSQL* handle, std::string_view sql);
/// The first column of a query, whose values are numbers. Throws the classified error.
std::vector<std::uint64_t> read_column(MYSQL* handle, std::string_view sql);

/// As the two above; tell whoever is told of what bulk writers run.
void run_watched(const wire& connection, statement_kind kind, std::string_view sql);
std::vector<std::uint64_t> read_numbers_watched(const wire& connection, std::string_view sql);

}  // namespace aludel::mysql
