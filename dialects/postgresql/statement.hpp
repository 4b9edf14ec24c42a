// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <aludel/dialect/statement.hpp>
#include <aludel/error.hpp>
#include <aludel/model/scratch.hpp>

#include "connection.hpp"
#include "copied_rows.hpp"
#include "parameters.hpp"
#include "result_reader.hpp"

namespace aludel::postgresql {

/// A statement that the server keeps prepared or, where it does not, gets anew with each execution. Occupies the
/// connection while a streamed result is read.
class statement final : public aludel::statement, unfinished_work {
public:
    statement(connection& on, std::string_view sql, std::span<const value_kind> kinds);
    ~statement() override;

    void execute(std::span<const value_view> parameters, fetch mode) override;
    [[nodiscard]] std::size_t known_rows() const override;
    bool step() override;
    [[nodiscard]] std::size_t column_count() const override { return reader_.columns(); }
    [[nodiscard]] std::string_view column_name(std::size_t column) const override;
    void read(std::span<value_view> row) override;
    [[nodiscard]] std::uint64_t affected_rows() const override { return affected_rows_; }
    void close() noexcept override;

private:
    void prepare();
    void prepare_again();
    void execute_kept(std::span<const value_view> parameters, fetch mode);
    void execute_unkept(std::span<const value_view> parameters, fetch mode);
    void settle_types();
    [[nodiscard]] failure explain(const PGresult* failed) const;
    [[nodiscard]] bool declare_more(const statement_error& failed);
    [[nodiscard]] result_handle run(fetch mode);
    [[nodiscard]] bool is_outdated(const PGresult* failed);
    [[noreturn]] void refuse_outdated(const PGresult* failed);
    void accept(result_handle result, fetch mode);
    void take(result_handle result);
    void end_stream() noexcept;
    [[nodiscard]] result_handle begin_copy(const std::string& statements, bool inside);
    [[nodiscard]] bool step_copied();
    void complete() override;

    connection& connection_;
    std::string sql_;
    std::vector<value_kind> kinds_;
    std::vector<type_id> declared_;  // of the parameters; `type::inferred` where the server is to tell
    server_statement prepared_;
    parameter_list parameters_;

    result_handle first_;             // the whole result, or the first row of a stream; holds the columns' names
    result_handle later_;             // a later row of a stream
    const PGresult* rows_ = nullptr;  // the one of the two that the present row is in
    int next_row_ = 0;
    bool streaming_ = false;
    bool may_cancel_ = false;
    result_reader reader_;
    scratch temporaries_;
    std::uint64_t affected_rows_ = 0;

    std::optional<copied_rows> copied_;  // while rows come that way
    std::size_t rows_last_time_ = 0;
};

}  // namespace aludel::postgresql
