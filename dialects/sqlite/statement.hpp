// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <aludel/dialect/statement.hpp>

#include "binding.hpp"

struct sqlite3;

namespace aludel::sqlite {

class connection;

struct finalize {
    void operator()(::sqlite3_stmt* statement) const noexcept;
};
using prepared_statement = std::unique_ptr<::sqlite3_stmt, finalize>;

/// Prepares the only statement of the text. Throws usage_error for none or several.
prepared_statement prepare_one(::sqlite3* handle, std::string_view sql);

/// Rows are fetched as they are stepped through in both modes: SQLite lets other statements run meanwhile, and a
/// statement that changes rows has changed all of them before it returns the first.
class statement final : public aludel::statement {
public:
    statement(connection& owner, std::string_view sql);

    void expect(std::span<const value_kind> kinds) override { expected_.assign(kinds.begin(), kinds.end()); }
    void execute(std::span<const value_view> parameters, fetch mode) override;
    bool step() override;
    [[nodiscard]] std::size_t column_count() const override;
    [[nodiscard]] std::string_view column_name(std::size_t column) const override;
    void read(std::span<value_view> row) override;
    bool next(std::span<value_view> row) override;
    [[nodiscard]] std::uint64_t affected_rows() const override { return affected_rows_; }
    [[nodiscard]] std::uint64_t generated_key() const override { return generated_key_; }
    void close() noexcept override;

private:
    enum class stage { closed, first_row_waits, in_rows, done };

    bool advance();
    void read_columns(std::span<value_view> row) noexcept;
    void finish(int result, int total_before);
    void count_changes(int total_before);

    connection* owner_;
    std::string sql_;
    prepared_statement prepared_;
    bool changes_data_;
    binder binder_;
    std::vector<value_kind> expected_;
    stage stage_ = stage::closed;
    std::uint64_t affected_rows_ = 0;
    std::uint64_t generated_key_ = 0;
};

}  // namespace aludel::sqlite
