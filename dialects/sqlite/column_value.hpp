// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sqlite3.h>

#include <aludel/model/value_view.hpp>

#include "stored_text.hpp"

namespace aludel::sqlite {

inline value_view expected_integer(std::int64_t stored, value_kind expected) noexcept {
    // Not of_boolean: what is expected of a column of the user's query may be meant for another one.
    if (expected == value_kind::uint64 && stored >= 0) {
        return value_view::of_uint64(static_cast<std::uint64_t>(stored));
    }
    return value_view::of_int64(stored);
}

inline value_view expected_text(std::string_view stored, value_kind expected) noexcept {
    if (expected == value_kind::timestamp) {
        std::int64_t microseconds = 0;
        return read_timestamp(stored, microseconds) ? value_view::of_timestamp(microseconds)
                                                    : value_view::of_text(stored);
    }
    if (expected == value_kind::date) {
        std::int32_t days = 0;
        return read_date(stored, days) ? value_view::of_date(days) : value_view::of_text(stored);
    }
    return value_view::of_text(stored);
}

/// The present row's column as SQLite stores it: integer, float, text, bytes or NULL. A date, a timestamp or an
/// unsigned number where that is `expected` and stored as this library does. Written where it is to stand: a value that
/// is copied there is read by wider loads than it was stored by, and they wait for the stores (of the time for a row of
/// two integers 9 %).
inline void read_column(::sqlite3_stmt* statement, int column, value_kind expected, value_view& to) noexcept {
    // The value is looked up once and not for its type, its text and its size each. It is "unprotected", which only
    // forbids other threads: sqlite.org/c3ref/column_blob.html
    ::sqlite3_value* const stored = ::sqlite3_column_value(statement, column);
    switch (::sqlite3_value_type(stored)) {
    case SQLITE_INTEGER: to = expected_integer(::sqlite3_value_int64(stored), expected); break;
    case SQLITE_FLOAT: to = value_view::of_float64(::sqlite3_value_double(stored)); break;
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(::sqlite3_value_text(stored));
        to = expected_text({text, static_cast<std::size_t>(::sqlite3_value_bytes(stored))}, expected);
        break;
    }
    case SQLITE_BLOB: {
        const auto* bytes = static_cast<const std::byte*>(::sqlite3_value_blob(stored));
        to = value_view::of_bytes({bytes, static_cast<std::size_t>(::sqlite3_value_bytes(stored))});
        break;
    }
    default: to = {};
    }
}

}  // namespace aludel::sqlite
