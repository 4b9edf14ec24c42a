// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include <aludel/model/function_ref.hpp>

#include "bulk_writer.hpp"
#include "parameters.hpp"
#include "statement.hpp"

namespace aludel::mysql {

/// Prepared INSERTs of many rows of VALUES. Prepared when they are needed first.
class many_row_insert {
public:
    /// `clause` stands behind the rows.
    many_row_insert(const bulk_target& target, std::string clause);

    /// Inserts whole rows, in as many statements as they need; returns the sum of what the server counted. Behind each
    /// statement `sent` gets its rows and the first key that it generated.
    std::uint64_t send(std::span<const value_view> values,
                       function_ref<void(std::span<const value_view>, std::uint64_t)> sent);

    /// The rows that one statement takes at most.
    [[nodiscard]] std::size_t rows_per_statement() const noexcept { return rows_per_statement_; }

private:
    struct prepared {
        std::string sql;
        statement_handle handle;
        parameter_binds binds;
    };

    [[nodiscard]] std::size_t rows_that_fit(std::span<const value_view> values) const;
    MYSQL_STMT* insert(std::span<const value_view> values);
    prepared& statement_for(std::size_t rows);
    prepared prepare(std::size_t rows) const;

    const bulk_target& to_;
    std::string clause_;
    std::size_t width_;
    std::size_t rows_per_statement_;
    std::optional<prepared> full_;
    std::optional<prepared> rest_;
    std::size_t rest_rows_ = 0;
};

/// About what the value takes in a packet.
inline std::size_t packet_bytes(const value_view& value) noexcept {
    return value.borrows() ? value.bytes().size() + 12 : 12;
}

}  // namespace aludel::mysql
