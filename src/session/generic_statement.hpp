// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <aludel/dialect/dialect.hpp>

namespace soci {
class statement;
}

namespace aludel {

class generic_parameter;
class generic_row;

/// Throws what the dialect makes of an exception that SOCI threw.
[[noreturn]] void throw_explained(soci::session& session, const dialect& spoken, const std::exception& thrown,
                                  std::string_view sql);

/// A statement through SOCI's own interface. Its text has a placeholder :p1, :p2, … per parameter, each once and in
/// this order. SOCI takes a colon before a word for a parameter even inside comments and some quotes.
class generic_statement : public statement {
public:
    generic_statement(soci::session& session, const dialect& spoken, const capabilities& facts, std::string_view sql);
    ~generic_statement() override;

    void expect(std::span<const value_kind> kinds) override;
    void execute(std::span<const value_view> parameters, fetch mode) override;
    bool step() override;
    [[nodiscard]] std::size_t column_count() const override;
    [[nodiscard]] std::string_view column_name(std::size_t column) const override;
    void read(std::span<value_view> row) override;
    [[nodiscard]] std::uint64_t affected_rows() const override { return affected_rows_; }
    [[nodiscard]] std::uint64_t generated_key() const override { return generated_key_; }
    void close() noexcept override;

private:
    enum class stage { closed, first_row_waits, in_rows, done };

    void prepare();
    void drop() noexcept;
    void bind(std::span<const value_view> parameters);
    [[nodiscard]] bool fits(std::span<const value_view> parameters) const;
    void finish();
    [[noreturn]] void fail(const std::exception& thrown);

    soci::session* session_;
    const dialect* dialect_;
    const capabilities* facts_;
    std::string sql_;
    std::string verb_;  // the first word, in lower case
    std::size_t parameter_count_;
    std::vector<value_kind> expected_;
    std::vector<std::unique_ptr<generic_parameter>> parameters_;  // outlive the statement that is bound to them
    std::unique_ptr<soci::statement> prepared_;
    generic_row* row_ = nullptr;  // belongs to prepared_; null until it is bound
    stage stage_ = stage::closed;
    std::uint64_t rows_read_ = 0;
    std::uint64_t affected_rows_ = 0;
    std::uint64_t generated_key_ = 0;
};

}  // namespace aludel
