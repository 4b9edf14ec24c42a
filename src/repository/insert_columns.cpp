// SPDX-License-Identifier: BSL-1.0
#include "insert_columns.hpp"

#include <aludel/bulk/bulk_load.hpp>

#include "sql/key_sequence.hpp"

namespace aludel {

insert_columns::insert_columns(const session_core& session, const table_description& table,
                               std::span<const value_view> row)
    : session_{&session}, table_{&table}, row_{row} {
    std::size_t can_be_asked = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const column_description& column = table.columns[i];
        if (column.generated == key::given && column.default_expression.empty()) {
            continue;
        }
        if (asks(i)) {
            asked_bits_ |= std::uint64_t{1} << (can_be_asked % 64);
            // A sequence beside the table is nothing that a driver tells of.
            const bool is_told = is_counted(column) && !sql::comes_from_sequence(session.facts().syntax, column);
            (is_told ? asks_for_count_ : asks_for_more_) = true;
        }
        ++can_be_asked;
    }
    bits_suffice_ = can_be_asked <= 64;
}

bool insert_columns::asks(std::size_t column) const noexcept {
    return insert_preparation::asks_database(table_->columns[column], row_[column]);
}

bool insert_columns::sends(std::size_t column) const noexcept {
    return !asks(column) || !table_has_default(session_->facts(), table_->columns[column]);
}

std::span<const value_view> insert_columns::sent(row_buffer& room) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < row_.size(); ++i) {
        if (sends(i)) {
            room.values()[count++] = row_[i];
        }
    }
    return room.values().first(count);
}

void insert_columns::with_statement(bool returning, function_ref<void(const statement_source&)> run) const {
    const auto compose = [&] {
        return text(returning);
    };
    if (bits_suffice_) {
        const fixed_statement what = returning ? fixed_statement::insert_returning : fixed_statement::insert;
        run({*table_, what, asked_bits_, compose});
    } else {
        run(compose());
    }
}

std::string insert_columns::text(bool returning) const {
    std::vector<column_index> sent;
    std::vector<column_index> returned;
    for (std::size_t i = 0; i < row_.size(); ++i) {
        if (sends(i)) {
            sent.push_back(static_cast<column_index>(i));
        }
        if (returning && asks(i)) {
            returned.push_back(static_cast<column_index>(i));
        }
    }
    return sql::write_insert(session_->target(),
                             {.table = table_, .columns = sent, .rows = 1, .policy = nullptr, .returning = returned});
}

}  // namespace aludel
