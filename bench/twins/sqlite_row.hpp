// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/pfr.hpp>

#include "../harness/shapes.hpp"
#include "sqlite_database.hpp"
#include "sqlite_time.hpp"

/// Fields of a row as SQLite's parameters, results and columns.
namespace bench::sqlite {

template <class Row>
inline constexpr std::size_t width = boost::pfr::tuple_size_v<Row>;

/// Texts of a row's times; SQLite borrows them until the row is stored.
template <class Row>
using time_texts = std::array<time_text, width<Row>>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

inline void bind(::sqlite3_stmt* to, int place, const std::string& field, time_text&) {
    ::sqlite3_bind_text(to, place, field.data(), static_cast<int>(field.size()), SQLITE_STATIC);
}
inline void bind(::sqlite3_stmt* to, int place, double field, time_text&) {
    ::sqlite3_bind_double(to, place, field);
}
inline void bind(::sqlite3_stmt* to, int place, std::int64_t field, time_text&) {
    ::sqlite3_bind_int64(to, place, field);
}
inline void bind(::sqlite3_stmt* to, int place, aludel::timestamp field, time_text& text) {
    format_time(text, field);
    ::sqlite3_bind_text(to, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// As sqlite3_bind_…, for the value of a virtual table's column. An SQL value without a result is NULL.
inline void bind(::sqlite3_context* to, int, const std::string& field, time_text&) {
    ::sqlite3_result_text(to, field.data(), static_cast<int>(field.size()), SQLITE_STATIC);
}
inline void bind(::sqlite3_context* to, int, double field, time_text&) {
    ::sqlite3_result_double(to, field);
}
inline void bind(::sqlite3_context* to, int, std::int64_t field, time_text&) {
    ::sqlite3_result_int64(to, field);
}
inline void bind(::sqlite3_context* to, int, aludel::timestamp field, time_text& text) {
    format_time(text, field);
    ::sqlite3_result_text(to, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}
inline void bind_null(::sqlite3_stmt* to, int place) {
    ::sqlite3_bind_null(to, place);
}
inline void bind_null(::sqlite3_context*, int) {}

template <class Target, class Field>
void bind_field(Target* to, int place, const Field& field, time_text& text) {
    if constexpr (is_optional<Field>) {
        if (field) {
            bind_field(to, place, *field, text);
        } else {
            bind_null(to, place);
        }
    } else if constexpr (std::is_integral_v<Field>) {
        bind(to, place, static_cast<std::int64_t>(field), text);
    } else {
        bind(to, place, field, text);
    }
}

/// Binds the fields from `First` on, the first of them to `place`.
template <std::size_t First = 0, class Row>
void bind_row(::sqlite3_stmt* to, int place, const Row& row, time_texts<Row>& texts) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (bind_field(to, place + static_cast<int>(I), boost::pfr::get<First + I>(row), texts[First + I]), ...);
    }
    (std::make_index_sequence<width<Row> - First>{});
}

template <class Field>
void read_field(::sqlite3_stmt* from, int column, Field& field) {
    if constexpr (is_optional<Field>) {
        if (::sqlite3_column_type(from, column) == SQLITE_NULL) {
            field.reset();
        } else {
            read_field(from, column, field.emplace());
        }
    } else if constexpr (std::is_same_v<Field, std::string>) {
        const auto* text = reinterpret_cast<const char*>(::sqlite3_column_text(from, column));
        field.assign(text, static_cast<std::size_t>(::sqlite3_column_bytes(from, column)));
    } else if constexpr (std::is_same_v<Field, double>) {
        field = ::sqlite3_column_double(from, column);
    } else if constexpr (std::is_same_v<Field, aludel::timestamp>) {
        field = parse_time(reinterpret_cast<const char*>(::sqlite3_column_text(from, column)));
    } else {
        field = static_cast<Field>(::sqlite3_column_int64(from, column));
    }
}

template <class Row>
void read_row(::sqlite3_stmt* from, Row& row) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (read_field(from, static_cast<int>(I), boost::pfr::get<I>(row)), ...);
    }
    (std::make_index_sequence<width<Row>>{});
}

}  // namespace bench::sqlite
