// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <aludel/dialect/statement.hpp>

#include "wire.hpp"

namespace aludel::mysql {

/// Moves a sequence behind a key. SETVAL takes literals only (MariaDB 10.11 answers 1064 to "?"), so the number is
/// written into what the server gets; whoever is told of the statement is told of `sql`, which is_reservation().
void reserve_behind(wire& connection, std::string_view sql, std::int64_t greatest);

/// The same as a statement like others.
class reservation_statement final : public statement {
public:
    reservation_statement(wire& connection, std::string_view sql) : wire_{connection}, sql_{sql} {}

    void execute(std::span<const value_view> parameters, fetch) override;
    bool step() override { return false; }
    [[nodiscard]] std::size_t column_count() const override { return 0; }
    [[nodiscard]] std::string_view column_name(std::size_t) const override { return {}; }
    void read(std::span<value_view>) override {}
    [[nodiscard]] std::uint64_t affected_rows() const override { return 0; }
    void close() noexcept override {}

private:
    wire& wire_;
    std::string sql_;
};

}  // namespace aludel::mysql
