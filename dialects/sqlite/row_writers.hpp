// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <aludel/dialect/bulk_writer.hpp>

#include "bulk_support.hpp"
#include "stored_text.hpp"

/// Writers that run one prepared statement a row. There is no wire, so this is nearly as fast as batches are, and each
/// row's fate is known at once.
namespace aludel::sqlite {

class row_writer : public aludel::bulk_writer {
public:
    row_writer(bulk_support& support, const bulk_plan& plan);

    /// No row ever waits.
    bool add(std::span<const value_view> row) final;
    /// As add(), of the row that is told by this number; then all rows are added so.
    void add(std::uint64_t number, std::span<const value_view> row);
    void flush() final {}
    bulk_counts finish() final;
    [[nodiscard]] bool takes_repeated_keys() const noexcept final { return true; }

protected:
    virtual void write(std::span<const value_view> row) = 0;
    /// What is run for row after row.
    [[nodiscard]] virtual const bulk_support::borrowed& main_statement() const noexcept = 0;

    /// Binds one value. Throws mapping_error for what cannot be stored.
    void bind(const bulk_support::borrowed& to, std::size_t place, const value_view& value);
    /// Binds values of the row to the parameters that stand for their places.
    void bind_places(const bulk_support::borrowed& to, std::span<const value_view> row,
                     std::span<const std::size_t> places);
    [[nodiscard]] std::span<const std::size_t> key_places() const { return key_places_; }
    /// Runs a statement that gives no rows; whether it changed one.
    bool change(const bulk_support::borrowed& statement);
    /// Tells the values of the statement's present row, and ends it.
    void report_result(const bulk_support::borrowed& statement, row_outcome outcome);
    void report(row_outcome outcome, std::span<const value_view> values = {}) const;
    /// Reads the stored row with this row's key and tells its values. Returns false, and tells nothing, without one.
    bool report_stored(std::span<const value_view> row, row_outcome outcome);
    [[nodiscard]] const bulk_support::borrowed& lookup() const noexcept { return lookup_; }

    bulk_support& support_;
    bulk_plan plan_;
    bulk_counts counts_;

private:
    void write_watched(std::span<const value_view> row);
    [[noreturn]] void refuse(std::size_t place, const char* why) const;

    std::vector<stored_text> texts_;
    std::vector<std::size_t> key_places_;  // of the key columns that are sent
    std::vector<value_view> stored_;
    bulk_support::borrowed lookup_;
    std::uint64_t row_ = 0;                 // the number of the one that is written
    std::uint64_t rows_ = 0;                // written so far
    std::optional<statement_watch> watch_;  // if somebody is told of it, from the first row on
};

/// Inserts under any conflict policy, and tells what is stored afterwards.
class row_inserter final : public row_writer {
public:
    row_inserter(bulk_support& support, const bulk_plan& plan);

private:
    void write(std::span<const value_view> row) override;
    [[nodiscard]] const bulk_support::borrowed& main_statement() const noexcept override { return insert_; }
    void write_unreturned();

    bulk_support::borrowed insert_;
};

class row_updater final : public row_writer {
public:
    row_updater(bulk_support& support, const bulk_plan& plan);

private:
    void write(std::span<const value_view> row) override;
    [[nodiscard]] const bulk_support::borrowed& main_statement() const noexcept override {
        return update_ ? update_ : lookup();
    }

    bulk_support::borrowed update_;
    std::vector<std::size_t> places_;  // of the key and of what is updated
};

class row_remover final : public row_writer {
public:
    row_remover(bulk_support& support, const bulk_plan& plan);

private:
    void write(std::span<const value_view> row) override;
    [[nodiscard]] const bulk_support::borrowed& main_statement() const noexcept override { return removal_; }

    bulk_support::borrowed removal_;
};

}  // namespace aludel::sqlite
