// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <soci/soci.h>
#include <soci/version.h>

#include <aludel/model/value_view.hpp>

namespace aludel {

#if SOCI_VERSION < 400100
using described_type = soci::data_type;
#else
using described_type = soci::db_type;  // from 4.1 on; read in its headers, not run
#endif

/// All columns of a result as one `into` element. soci::row would do the same, but chooses the types by itself: it
/// reads SQLite's INTEGER columns as 32 bits, and floats out of expressions as text with 15 digits.
class generic_row final : public soci::details::into_type_base {
public:
    generic_row(soci::session& session, std::span<const value_kind> expected)
        : session_{&session}, expected_{expected} {}
    ~generic_row() override;

    [[nodiscard]] std::size_t column_count() const noexcept { return cells_.size(); }
    [[nodiscard]] std::string_view column_name(std::size_t column) const { return cells_.at(column)->name; }
    /// Borrows from this object until the next row.
    void read(std::span<value_view> row);

    // What SOCI calls, in this order. The columns are described in the first pre_fetch(): after the parameters are
    // set, which some backends need for that, and before the statement runs.
    void define(soci::details::statement_impl& statement, int& position) override;
    void pre_exec(int rows) override;
    void pre_fetch() override;
    void post_fetch(bool got_data, bool called_from_fetch) override;
    void clean_up() override;
    [[nodiscard]] std::size_t size() const override { return 1; }

private:
    struct cell {
        std::string name;
        value_kind expected = value_kind::null;
        soci::details::exchange_type type = soci::details::x_stdstring;
        soci::indicator indicator = soci::i_null;
        std::string text;  // also the bytes that were read from the blob
        double number = 0;
        std::unique_ptr<soci::blob> bytes;
        std::unique_ptr<soci::details::standard_into_type_backend> backend;
    };

    void describe();
    void define_cell(cell& target, described_type described, int& position);
    void fetch_bytes(cell& from);
    static value_view view_of(const cell& from) noexcept;

    soci::session* session_;
    std::span<const value_kind> expected_;
    soci::details::statement_impl* statement_ = nullptr;
    int first_position_ = 1;
    bool described_ = false;
    bool reads_from_start_ = true;
    std::vector<std::unique_ptr<cell>> cells_;  // SOCI keeps their addresses
};

}  // namespace aludel
