// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

#include "sql/key_sequence.hpp"
#include "temporary_table.hpp"

namespace aludel {

/// Puts rows into a temporary table and lets set statements take them from there: updates, removals, and upserts that
/// give the stored rows back, of every dialect that has no faster way.
class staged_writer final : public bulk_writer {
public:
    staged_writer(session_core& session, bulk_plan plan);
    ~staged_writer() override;
    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;

private:
    /// What was known of a staged row before it was written.
    enum class found : std::uint8_t { absent, alike, different };

    [[nodiscard]] bool has_whole_key(std::span<const value_view> row) const;
    bool stage(std::span<const value_view> row);
    void keep_keyless(std::span<const value_view> row);
    void insert_keyless();

    void update();
    void remove();
    void upsert();
    void reserve_brought_keys();
    void look_before();
    [[nodiscard]] std::uint64_t count_of_both();
    void tell_stored(std::uint64_t rows_found);

    [[nodiscard]] std::string target_column(column_index column) const;
    [[nodiscard]] std::string staged_column(column_index column) const;
    [[nodiscard]] std::string proposed_value(column_index column) const;
    [[nodiscard]] std::string keys_match() const;
    [[nodiscard]] std::string keys_are_staged() const;
    [[nodiscard]] std::string rows_differ() const;
    [[nodiscard]] std::string from_both() const;
    [[nodiscard]] std::string selected_from_both(const std::string& columns) const;
    [[nodiscard]] std::string update_statement() const;
    [[nodiscard]] std::string remove_statement() const;
    [[nodiscard]] std::string upsert_statement() const;

    session_core& session_;
    bulk_plan plan_;
    std::size_t rows_per_batch_;
    std::string target_;  // the table's name as statements spell it
    std::string staged_;  // the temporary table's
    std::unique_ptr<temporary_table> table_;
    std::unique_ptr<bulk_writer> staging_;
    std::vector<std::uint64_t> keyless_rows_;  // numbers of those that wait, and cannot meet another one
    std::vector<value_view> keyless_values_;   // their values: both writers at once would be one too many
    scratch kept_;
    std::vector<value_view> staged_row_;
    std::vector<found> before_;  // of the rows that wait
    std::uint64_t rows_ = 0;
    std::uint64_t first_waiting_ = 0;
    std::uint64_t waiting_ = 0;
    const column_description* counted_ = nullptr;  // the key, where an insert may leave it to the database
    std::vector<std::size_t> policy_key_places_;   // of the conflict key in the plan's columns
    std::size_t key_place_ = 0;                    // its place in the plan's columns
    sql::brought_keys brought_;
    std::int64_t reserved_behind_ = 0;
    bool holds_old_rows_ = false;  // the temporary table does, of the batch before
    bulk_counts counts_;
};

}  // namespace aludel
