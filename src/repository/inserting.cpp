// SPDX-License-Identifier: BSL-1.0
// repository_core: one object becomes a row, and what the database made of it comes back.
#include <aludel/repository/repository_core.hpp>

#include <array>

#include <aludel/error.hpp>

#include "row_values.hpp"

namespace aludel {
namespace {

/// The columns whose values an insert asks the database for, and those that it sends: a default that the table does
/// not have is in both.
struct insert_columns {
    std::vector<column_index> sent;
    std::vector<column_index> asked;

    insert_columns(const capabilities& facts, const table_description& table, std::span<const value_view> row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool asks = insert_preparation::asks_database(table.columns[i], row[i]);
            if (asks) {
                asked.push_back(static_cast<column_index>(i));
            }
            if (!asks || !table_has_default(facts, table.columns[i])) {
                sent.push_back(static_cast<column_index>(i));
            }
        }
    }
};

std::vector<value_view> picked(std::span<const value_view> row, std::span<const column_index> columns) {
    std::vector<value_view> values;
    for (const column_index column : columns) {
        values.push_back(row[column]);
    }
    return values;
}

}  // namespace

void repository_core::add(const void* object, void* stored) {
    scratch temporaries;
    std::vector<value_view> row = row_of(*table_, object, temporaries);
    insert_row(row, stored);
}

void repository_core::insert_row(std::span<value_view> row, void* stored) {
    insert_preparation{*table_}(row);
    reserve_given_key(row);
    if (!session_->facts().syntax.insert_returning) {
        session_->atomically([&] { insert_and_ask(row, stored); });
    } else if (runs_user_code(*table_)) {
        session_->atomically([&] { insert_returning(row, stored); });
    } else {
        insert_returning(row, stored);
    }
}

void repository_core::reserve_given_key(std::span<const value_view> row) {
    const column_description* generated = generated_column(*table_);
    if (generated == nullptr || generated->generated != key::integer) {
        return;
    }
    const value_view& given = row[static_cast<std::size_t>(generated - table_->columns.data())];
    if (given.is_null()) {
        return;
    }
    const std::string sql = session_->dialect().reserve_keys_statement(*table_, *generated);
    if (!sql.empty()) {
        const value_view greatest[] = {value_view::of_int64(given.integer())};
        session_->guarded_query(sql, greatest, {}, [](std::span<const value_view>) { return true; });
    }
}

void repository_core::insert_returning(std::span<value_view> row, void* stored) {
    const insert_columns columns{session_->facts(), *table_, row};
    const std::string sql = sql::write_insert(
        session_->target(),
        {.table = table_, .columns = columns.sent, .rows = 1, .policy = nullptr, .returning = columns.asked});
    const std::vector<value_view> values = picked(row, columns.sent);
    if (columns.asked.empty()) {
        session_->change(sql, values);
        write_object(*table_, stored, row);
        return;
    }
    std::vector<value_kind> asked_kinds;
    for (const column_index column : columns.asked) {
        asked_kinds.push_back(table_->columns[column].kind);
    }
    session_->guarded_query(sql, values, asked_kinds, [&](std::span<const value_view> returned) {
        for (std::size_t i = 0; i < columns.asked.size(); ++i) {
            row[columns.asked[i]] = returned[i];
        }
        write_object(*table_, stored, row);
        return true;
    });
}

/// Where an insert returns nothing: a UUID is asked for before, a counted key comes with the answer, and for
/// defaults the row is read again.
void repository_core::insert_and_ask(std::span<value_view> row, void* stored) {
    scratch kept;
    const column_description* generated = generated_column(*table_);
    const std::size_t key_column =
        generated == nullptr ? 0 : static_cast<std::size_t>(generated - table_->columns.data());
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
    const insert_columns columns{session_->facts(), *table_, row};
    const std::string sql = sql::write_insert(
        session_->target(), {.table = table_, .columns = columns.sent, .rows = 1, .policy = nullptr, .returning = {}});
    std::uint64_t made = 0;
    session_->insert(sql, picked(row, columns.sent), made);
    const bool counted = generated != nullptr && generated->generated == key::integer && row[key_column].is_null();
    if (counted) {
        row[key_column] = value_view::of_int64(static_cast<std::int64_t>(made));
    }
    if (columns.asked.size() == (counted ? 1u : 0u)) {
        write_object(*table_, stored, row);
    } else if (!find(key_of(*table_, row), stored)) {
        throw_not_found();
    }
}

}  // namespace aludel
