// SPDX-License-Identifier: BSL-1.0
// repository_core: one object becomes a row, and what the database made of it comes back.
#include <aludel/repository/repository_core.hpp>

#include <array>

#include <aludel/error.hpp>

#include "bulk/key_reservation.hpp"
#include "insert_columns.hpp"
#include "model/column_places.hpp"
#include "row_values.hpp"
#include "sql/key_sequence.hpp"

namespace aludel {

void repository_core::add(const void* object, void* stored) {
    scratch temporaries;
    row_buffer row{table_->columns.size()};
    read_object(*table_, object, row.values(), temporaries);
    insert_row(row.values(), stored);
}

void repository_core::insert_row(std::span<value_view> row, void* stored) {
    prepare_for_insert(*table_, row);
    reserve_given_key(row);
    const capabilities& facts = session_->facts();
    const insert_columns columns{*session_, *table_, row};
    const bool returns = facts.syntax.insert_returning;
    const bool is_told = !columns.ask_for_more() && (!columns.ask() || !returns || facts.generated_key_is_told);
    const auto insert = [&] {
        if (is_told) {
            insert_and_be_told(columns, row, stored);
        } else if (returns) {
            insert_returning(columns, row, stored);
        } else {
            insert_and_read(row, stored);
        }
    };
    const bool is_one_statement = is_told || returns;
    if (is_one_statement && !runs_user_code(*table_)) {
        insert();
    } else {
        session_->atomically(insert);
    }
}

void repository_core::reserve_given_key(std::span<const value_view> row) {
    const column_description* const counted = sql::counted_column(*table_);
    if (counted == nullptr) {
        return;
    }
    sql::brought_keys brought;
    brought.note(row[index_in(*table_, *counted)]);
    if (brought.greatest() == 0) {
        return;
    }
    if (const std::string sql = key_reservation(*session_, *table_, *counted); !sql.empty()) {
        const value_view greatest[] = {value_view::of_int64(brought.greatest())};
        session_->guarded_query(sql, greatest, {}, [](std::span<const value_view>) { return true; });
    }
}

/// The statement itself tells the only thing that is asked for, the key that the database counted.
void repository_core::insert_and_be_told(const insert_columns& columns, std::span<value_view> row, void* stored) {
    const std::uint64_t made = insert_only(columns, row);
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (columns.asks(i)) {
            row[i] = value_view::of_int64(static_cast<std::int64_t>(made));
        } else if (table_->columns[i].is_verbatim) {
            row[i] = value_view::kept();
        }
    }
    write_object(*table_, stored, row);
}

std::uint64_t repository_core::insert_only(const insert_columns& columns, std::span<const value_view> row) {
    row_buffer room{row.size()};
    const std::span<const value_view> values = columns.sent(room);
    std::uint64_t made = 0;
    columns.with_statement(false, [&](const statement_source& sql) { session_->insert(sql, values, made); });
    return made;
}

void repository_core::insert_returning(const insert_columns& columns, std::span<value_view> row, void* stored) {
    row_buffer room{row.size()};
    const std::span<const value_view> values = columns.sent(room);
    std::vector<value_kind> asked_kinds;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (columns.asks(i)) {
            asked_kinds.push_back(table_->columns[i].kind);
        }
    }
    const auto write = [&](std::span<const value_view> returned) {
        std::size_t next = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (columns.asks(i)) {
                row[i] = returned[next++];
            } else if (table_->columns[i].is_verbatim) {
                row[i] = value_view::kept();
            }
        }
        write_object(*table_, stored, row);
        return true;
    };
    columns.with_statement(
        true, [&](const statement_source& sql) { session_->guarded_query(sql, values, asked_kinds, write); });
}

/// Where an insert returns nothing: a UUID is asked for before, a counted key comes with the answer, and for
/// defaults the row is read again.
void repository_core::insert_and_read(std::span<value_view> row, void* stored) {
    scratch kept;
    const column_description* generated = generated_column(*table_);
    const std::size_t key_column = generated == nullptr ? 0 : index_in(*table_, *generated);
    if (generated != nullptr && generated->generated == key::server_uuid && row[key_column].is_null()) {
        std::string sql = "select ";
        session_->dialect().append_server_uuid(sql);
        constexpr value_kind asked_kinds[] = {value_kind::uuid};
        session_->query(sql, {}, asked_kinds, [&](std::span<const value_view> returned) {
            std::array<std::byte, 16> bytes{};
            if (decode::uuid(returned[0], bytes.data()) != decode_error::none) {
                throw statement_error{"the database gave no UUID for the key of " + std::string{table_->name}};
            }
            row[key_column] = kept.keep(value_view::of_uuid(bytes.data()));
            return true;
        });
    }
    const insert_columns columns{*session_, *table_, row};
    const std::uint64_t made = insert_only(columns, row);
    if (columns.ask_for_count()) {
        row[key_column] = value_view::of_int64(static_cast<std::int64_t>(made));
    }
    if (!columns.ask_for_more()) {
        write_object(*table_, stored, row);
    } else if (!find(key_of(*table_, row), stored, true)) {
        throw_not_found();
    }
}

}  // namespace aludel
