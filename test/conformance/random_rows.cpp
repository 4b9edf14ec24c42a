// SPDX-License-Identifier: BSL-1.0
#include "random_rows.hpp"

#include <algorithm>
#include <array>

#include <aludel/sql/statements.hpp>

namespace random_schema {
namespace {

using aludel::value_kind;
using aludel::value_view;

constexpr int rows_per_table = 3;

std::string shown(const value_view& value) {
    if (value.is_null()) {
        return "NULL";
    }
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64: return std::to_string(value.number());
    case value_kind::text: return std::string{value.text()};
    case value_kind::bytes:
    case value_kind::uuid:
        return std::string{reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()};
    case value_kind::uint64: return std::to_string(value.unsigned_integer());
    default: return std::to_string(value.integer());
    }
}

bool refers_to_later(const table& in, int column) {
    for (const foreign_key& each : in.foreign_keys) {
        if (each.table > in.number &&
            std::find(each.columns.begin(), each.columns.end(), column) != each.columns.end()) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool rows::is_null(const table& in, const column& column, int row) const {
    const table* later = find(later_, in.number);
    const random_schema::column* becomes = later == nullptr ? nullptr : later->find(column.number);
    return column.nullable && (becomes == nullptr || becomes->nullable) && (row + column.number) % rows_per_table == 0;
}

value_view rows::value(const table& in, const column& column, int row) {
    if (is_null(in, column, row)) {
        return value_view::null_of(column.kind);
    }
    const std::int64_t number = row + 1;
    const std::string text = "text of row " + std::to_string(number);
    std::array<std::byte, 16> uuid{};
    uuid[15] = static_cast<std::byte>(number);
    switch (column.kind) {
    case value_kind::boolean: return value_view::of_boolean(row % 2 == 1);
    case value_kind::int16: return value_view::of_int16(number);
    case value_kind::int32: return value_view::of_int32(number);
    case value_kind::uint64: return value_view::of_uint64(static_cast<std::uint64_t>(number));
    case value_kind::float32: return value_view::of_float32(static_cast<float>(row) + 1.5F);
    case value_kind::float64: return value_view::of_float64(row + 1.5);
    case value_kind::date: return value_view::of_date(20'000 + row);
    case value_kind::timestamp: return value_view::of_timestamp(1'700'000'000'123'456 + row);
    case value_kind::text: {
        // Where it becomes a number, or was one, it says a number.
        const table* later = find(later_, in.number);
        const random_schema::column* becomes = later == nullptr ? nullptr : later->find(column.number);
        const bool is_number = becomes != nullptr && becomes->kind != value_kind::text;
        return value_view::of_text(values_.keep(is_number ? std::to_string(number) : text));
    }
    case value_kind::bytes: return value_view::of_bytes(values_.keep(std::as_bytes(std::span{text})));
    case value_kind::uuid: return value_view::of_uuid(values_.keep(std::span<const std::byte>{uuid}).data());
    default: return value_view::of_int64(number);
    }
}

void rows::insert_row(const table& into, int row) {
    std::string columns;
    std::string placeholders;
    std::vector<value_view> parameters;
    for (const column& each : into.columns) {
        if (refers_to_later(into, each.number)) {
            continue;
        }
        parameters.push_back(value(into, each, row));
        columns += (columns.empty() ? "" : ", ") + quoted(each.name);
        placeholders += placeholders.empty() ? "" : ", ";
        aludel::sql::append_placeholder(placeholders, session_.facts().syntax, parameters.size());
    }
    session_.change("insert into " + quoted(into.name) + " (" + columns + ") values (" + placeholders + ")",
                    parameters);
}

void rows::fill_late_references(const table& in, int row) {
    for (const column& each : in.columns) {
        if (!refers_to_later(in, each.number)) {
            continue;
        }
        const value_view parameters[] = {value(in, each, row), value_view::of_int64(row + 1)};
        std::string sql = "update " + quoted(in.name) + " set " + quoted(each.name) + " = ";
        aludel::sql::append_placeholder(sql, session_.facts().syntax, 1);
        sql += " where id = ";
        aludel::sql::append_placeholder(sql, session_.facts().syntax, 2);
        session_.change(sql, parameters);
    }
}

void rows::insert(const tables& into) {
    for (const table& each : into) {
        for (int row = 0; row < rows_per_table; ++row) {
            insert_row(each, row);
        }
    }
    for (const table& each : into) {
        for (int row = 0; row < rows_per_table; ++row) {
            fill_late_references(each, row);
        }
    }
}

// All columns at once: MySQL 5.6.24 reads wrong floats for one alone, out of an index that a unique float is the row's
// key in (seen behind ALTER TABLE; other plans of the same query find them).
contents rows::read(const tables& all) {
    contents found;
    for (const table& of : all) {
        std::string columns;
        std::vector<value_kind> kinds;
        for (const column& column : of.columns) {
            columns += (columns.empty() ? "" : ", ") + quoted(column.name);
            kinds.push_back(column.kind);
        }
        session_.query("select " + columns + " from " + quoted(of.name) + " order by id", {}, kinds,
                       [&](std::span<const value_view> row) {
                           for (std::size_t i = 0; i < row.size(); ++i) {
                               found[of.number][of.columns[i].number].push_back(shown(row[i]));
                           }
                           return true;
                       });
    }
    return found;
}

std::string rows::quoted(const std::string& name) const {
    std::string text;
    session_.dialect().append_identifier(text, name);
    return text;
}

}  // namespace random_schema
