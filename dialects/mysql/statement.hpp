// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <aludel/dialect/capabilities.hpp>
#include <aludel/dialect/dialect.hpp>
#include <aludel/dialect/statement.hpp>

#include "parameters.hpp"
#include "row.hpp"
#include "wire.hpp"

namespace aludel::mysql {

struct retire_statement {
    wire* from;
    void operator()(MYSQL_STMT* statement) const noexcept { from->retire(statement); }
};
using statement_handle = std::unique_ptr<MYSQL_STMT, retire_statement>;

/// Prepares a statement on the server. Throws the classified error.
statement_handle prepare_on(wire& connection, const capabilities& facts, std::string_view sql);

/// A statement of the binary protocol.
class prepared_statement final : public aludel::statement, private yielding_reader {
public:
    prepared_statement(wire& connection, const capabilities& facts, std::string_view sql);
    ~prepared_statement() override { prepared_statement::close(); }

    void execute(std::span<const value_view> parameters, fetch mode) override;
    bool step() override;
    [[nodiscard]] std::size_t column_count() const override;
    [[nodiscard]] std::string_view column_name(std::size_t column) const override;
    void read(std::span<value_view> row) override { row_.read(row); }
    [[nodiscard]] std::uint64_t affected_rows() const override;
    [[nodiscard]] std::uint64_t generated_key() const override {
        return handle_ == nullptr ? 0 : mysql_stmt_insert_id(handle_.get());
    }
    void close() noexcept override;

private:
    enum class progress : std::uint8_t { closed, ended, buffered, streaming };

    bool yield() override;
    void check(std::span<const value_view> parameters) const;
    void receive_rows();
    enum class attempt : std::uint8_t {
        ran,
        not_run,         ///< the server has to prepare it again
        changed_result,  ///< ran, but has other columns than when it was prepared
    };
    attempt run();
    attempt run_anew(attempt last);
    void open_rows(fetch mode);
    void end_rows(bool failed);
    void pass_over_rows() noexcept;
    bool pass_over_further_results() noexcept;
    void release_wire(bool was_streaming) noexcept;
    void drop_rows() noexcept;

    wire& wire_;
    const capabilities& facts_;
    std::string sql_;
    statement_handle handle_;  ///< null after a change of the columns, until the next execution
    parameter_binds binds_;
    result_row row_;
    std::span<const MYSQL_FIELD> fields_;
    std::uint64_t rows_read_ = 0;
    progress progress_ = progress::closed;
    bool may_yield_ = false;   ///< streaming, but asked for a result that lets other statements run
    bool holds_rows_ = false;  ///< in the driver's memory
    std::optional<failure> lost_rest_;
};

}  // namespace aludel::mysql
