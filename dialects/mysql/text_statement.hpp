// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <aludel/dialect/statement.hpp>

#include "connection.hpp"
#include "wire.hpp"

namespace aludel::mysql {

/// A statement that the server cannot prepare (error 1295): it is sent as text, takes nothing and gives no rows.
/// MySQL 5.6 prepares neither "begin" nor "savepoint", dev.mysql.com/doc/refman/5.6/en/sql-prepared-statements.html.
class text_statement final : public statement {
public:
    text_statement(wire& connection, std::string_view sql) : wire_{connection}, sql_{sql} {}

    void execute(std::span<const value_view>, fetch) override {
        wire_.require_idle(sql_);
        affected_rows_ = run_on(wire_.handle(), sql_);
    }
    bool step() override { return false; }
    [[nodiscard]] std::size_t column_count() const override { return 0; }
    [[nodiscard]] std::string_view column_name(std::size_t) const override { return {}; }
    void read(std::span<value_view>) override {}
    [[nodiscard]] std::uint64_t affected_rows() const override { return affected_rows_; }
    void close() noexcept override {}

private:
    wire& wire_;
    std::string sql_;
    std::uint64_t affected_rows_ = 0;
};

}  // namespace aludel::mysql
