// SPDX-License-Identifier: BSL-1.0
#include "stored_rows.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include <aludel/bulk/bulk_load.hpp>
#include <aludel/error.hpp>
#include <aludel/model/decode.hpp>
#include <aludel/sql/statements.hpp>

#include "key_bytes.hpp"
#include "model/column_places.hpp"
#include "model/read_as.hpp"
#include "sql/key_sequence.hpp"

namespace aludel {
namespace {

std::vector<value_kind> kinds_of(const table_description& table) {
    std::vector<value_kind> kinds;
    for (const column_description& column : table.columns) {
        kinds.push_back(column.kind);
    }
    return kinds;
}

std::vector<value_kind> kinds_of(const bulk_plan& plan) {
    std::vector<value_kind> kinds;
    for (const column_index column : plan.returning) {
        kinds.push_back(plan.table->columns[column].kind);
    }
    return kinds;
}

/// Equal for what was sent and for what a driver gives back.
std::string bytes_of_key(const table_description& table, std::span<const value_view> row) {
    std::string bytes;
    for (const column_index key : table.primary_key) {
        value read;
        const bool is_read = read_as(table.columns[key].kind, row[key], read) == decode_error::none;
        append_key_bytes(bytes, is_read ? read.view() : row[key]);
    }
    return bytes;
}

}  // namespace

/// Servers return rows as they insert them, but promise no order (sqlite.org/lang_returning.html). Counted keys tell
/// it: they grow in the order of the rows.
void stored_rows::tell_returned(const std::string& insert) const {
    scratch kept;
    std::vector<std::vector<value_view>> stored;
    const std::vector<value_kind> kinds = kinds_of(plan_);
    session_.query(insert, values_, kinds, [&](std::span<const value_view> row) {
        std::vector<value_view>& copy = stored.emplace_back();
        for (const value_view& value : row) {
            copy.push_back(kept.keep(value));
        }
        return true;
    });
    if (stored.size() != rows_) {
        throw statement_error{"an insert into " + std::string{plan_.table->name} +
                              " returned another number of rows than it was given"};
    }
    if (const column_description* const counted = sql::counted_column(*plan_.table)) {
        const column_index key = index_in(*plan_.table, *counted);
        const std::size_t sent = place_in(plan_.columns, key);
        const std::size_t returned = place_in(plan_.returning, key);
        bool all_ask = returned < plan_.returning.size();
        for (std::size_t row = 0; row < rows_ && sent < plan_.columns.size(); ++row) {
            all_ask = all_ask && values_[row * plan_.columns.size() + sent].is_null();
        }
        if (all_ask) {
            std::sort(stored.begin(), stored.end(), [returned](const auto& left, const auto& right) {
                return left[returned].integer() < right[returned].integer();
            });
        }
    }
    for (std::size_t row = 0; row < rows_; ++row) {
        plan_.on_stored(first_ + row, row_outcome::inserted, stored[row]);
    }
}

/// Asks for the UUIDs that the rows' keys leave to the server, all in one statement.
void stored_rows::make_uuids(std::span<value_view> values, scratch& kept) const {
    const column_description* const generated = generated_column(*plan_.table);
    if (generated == nullptr || generated->generated != key::server_uuid) {
        return;
    }
    const std::size_t width = plan_.columns.size();
    const std::size_t place = place_in(plan_.columns, index_in(*plan_.table, *generated));
    std::vector<value_view*> wanted;
    std::string one;
    session_.dialect().append_server_uuid(one);
    std::string sql;
    for (std::size_t row = 0; row < rows_ && place < width; ++row) {
        if (values[row * width + place].is_null()) {
            wanted.push_back(&values[row * width + place]);
            sql += (sql.empty() ? "select " : " union all select ") + one;
        }
    }
    if (wanted.empty()) {
        return;
    }
    auto next = wanted.begin();
    constexpr value_kind kinds[] = {value_kind::uuid};
    session_.query(sql, {}, kinds, [&](std::span<const value_view> returned) {
        std::array<std::byte, 16> bytes{};
        if (next == wanted.end() || decode::uuid(returned[0], bytes.data()) != decode_error::none) {
            throw statement_error{"the database gave no UUID for a key of " + std::string{plan_.table->name}};
        }
        **next++ = kept.keep(value_view::of_uuid(bytes.data()));
        return true;
    });
}

/// Whole rows of the table, as far as they are known: what was sent, and counted keys.
std::vector<std::vector<value_view>> stored_rows::known_values(std::span<const value_view> values,
                                                               std::uint64_t first_key) const {
    const std::size_t width = plan_.columns.size();
    const column_description* const counted = sql::counted_column(*plan_.table);
    std::uint64_t next_key = first_key;
    std::vector<std::vector<value_view>> rows;
    for (std::size_t row = 0; row < rows_; ++row) {
        std::vector<value_view>& known = rows.emplace_back();
        for (const column_description& column : plan_.table->columns) {
            known.push_back(value_view::null_of(column.kind));
        }
        for (std::size_t i = 0; i < width; ++i) {
            known[plan_.columns[i]] = values[row * width + i];
        }
        if (counted != nullptr) {
            value_view& key = known[index_in(*plan_.table, *counted)];
            if (key.is_null()) {
                key = value_view::of_int64(static_cast<std::int64_t>(next_key));
                next_key += session_.facts().generated_key_step;
            }
        }
    }
    return rows;
}

bool stored_rows::was_sent(std::size_t row, column_index column) const {
    const std::size_t place = place_in(plan_.columns, column);
    return place < plan_.columns.size() && !values_[row * plan_.columns.size() + place].is_null();
}

bool stored_rows::asks_for_defaults() const {
    for (const column_index column : plan_.returning) {
        if (plan_.table->columns[column].default_expression.empty()) {
            continue;
        }
        for (std::size_t row = 0; row < rows_; ++row) {
            if (!was_sent(row, column)) {
                return true;
            }
        }
    }
    return false;
}

/// Replaces what is known of the rows by what is stored.
void stored_rows::read_back(std::span<std::vector<value_view>> stored, scratch& kept) const {
    std::unordered_map<std::string, std::size_t> rows;
    std::vector<value> single_keys;
    expression where;
    where.kind = expression_kind::any_of;
    for (std::size_t row = 0; row < stored.size(); ++row) {
        rows.emplace(bytes_of_key(*plan_.table, stored[row]), row);
        std::vector<value_view> key;
        for (const column_index column : plan_.table->primary_key) {
            key.push_back(stored[row][column]);
        }
        if (key.size() == 1) {
            single_keys.emplace_back(key[0]);
        } else {
            where.operands.push_back(sql::key_equals(*plan_.table, key));
        }
    }
    if (!single_keys.empty()) {
        where = detail::membership({plan_.table, plan_.table->primary_key[0]}, true, std::move(single_keys));
    }
    const sql::select_query query{.table = plan_.table,
                                  .where = std::move(where),
                                  .order = {},
                                  .limit = {},
                                  .offset = 0,
                                  .lock = {},
                                  .with_removed = true};
    const sql::statement_text select = sql::write_select(session_.target(), query);
    std::size_t found = 0;
    session_.query(select.sql, select.parameters, kinds_of(*plan_.table), [&](std::span<const value_view> row) {
        const auto place = rows.find(bytes_of_key(*plan_.table, row));
        if (place != rows.end()) {
            std::transform(row.begin(), row.end(), stored[place->second].begin(),
                           [&](const value_view& value) { return kept.keep(value); });
            ++found;
        }
        return true;
    });
    if (found != stored.size()) {
        throw statement_error{
            "rows of " + std::string{plan_.table->name} +
            " that were inserted were not found by their keys: the database stores other keys than it "
            "is given; give the key a column type that keeps them"};
    }
}

void stored_rows::tell_asked(const std::string& insert) const {
    scratch kept;
    std::vector<value_view> values(values_.begin(), values_.end());
    make_uuids(values, kept);
    std::uint64_t first_key = 0;
    session_.insert(insert, values, first_key);
    std::vector<std::vector<value_view>> stored = known_values(values, first_key);
    const bool is_read = asks_for_defaults();
    if (is_read) {
        read_back(stored, kept);
    }
    std::vector<value_view> told(plan_.returning.size());
    for (std::size_t row = 0; row < rows_; ++row) {
        std::transform(plan_.returning.begin(), plan_.returning.end(), told.begin(), [&](column_index column) {
            const bool borrows_from_object = !is_read && was_sent(row, column);
            return borrows_from_object ? value_view::kept() : stored[row][column];
        });
        plan_.on_stored(first_ + row, row_outcome::inserted, told);
    }
}

}  // namespace aludel
