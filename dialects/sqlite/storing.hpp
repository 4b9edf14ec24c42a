// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <sqlite3.h>

#include <aludel/model/value_view.hpp>

#include "limits.hpp"
#include "stored_text.hpp"

/// How each kind of value is stored. One switch, for parameters of statements and for columns of virtual tables.
namespace aludel::sqlite {

/// SQLite takes a null pointer for NULL, also where the length is zero.
inline const void* never_null(const void* data) noexcept {
    return data == nullptr ? "" : data;
}

/// A place to store a value: a parameter of a statement. What is borrowed must stay until the statement is done.
struct parameter {
    ::sqlite3_stmt* statement;
    int position;

    [[nodiscard]] int null() const { return ::sqlite3_bind_null(statement, position); }
    [[nodiscard]] int integer(std::int64_t value) const { return ::sqlite3_bind_int64(statement, position, value); }
    [[nodiscard]] int number(double value) const { return ::sqlite3_bind_double(statement, position, value); }
    [[nodiscard]] int text(const void* data, std::size_t size) const {
        return ::sqlite3_bind_text64(statement, position, static_cast<const char*>(data), size, SQLITE_STATIC,
                                     SQLITE_UTF8);
    }
    [[nodiscard]] int bytes(const void* data, std::size_t size) const {
        return ::sqlite3_bind_blob64(statement, position, data, size, SQLITE_STATIC);
    }
};

/// A place to store a value: the present column of a virtual table. SQLite itself reports what is too big.
struct column_result {
    ::sqlite3_context* context;

    [[nodiscard]] int null() const {  // NULL is what a column is without a result
        return SQLITE_OK;
    }
    [[nodiscard]] int integer(std::int64_t value) const {
        ::sqlite3_result_int64(context, value);
        return SQLITE_OK;
    }
    [[nodiscard]] int number(double value) const {
        ::sqlite3_result_double(context, value);
        return SQLITE_OK;
    }
    [[nodiscard]] int text(const void* data, std::size_t size) const {
        ::sqlite3_result_text64(context, static_cast<const char*>(data), size, SQLITE_STATIC, SQLITE_UTF8);
        return SQLITE_OK;
    }
    [[nodiscard]] int bytes(const void* data, std::size_t size) const {
        ::sqlite3_result_blob64(context, data, size, SQLITE_STATIC);
        return SQLITE_OK;
    }
};

/// Stores the value, borrowing what it borrows, and `text`. Returns null, or why it cannot be stored, as messages end.
template <class Place>
const char* store(const Place& place, const value_view& value, stored_text& text) {
    constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    int result = SQLITE_OK;
    switch (value.kind()) {
    case value_kind::null: result = place.null(); break;
    case value_kind::boolean:
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: result = place.integer(value.integer()); break;
    case value_kind::uint64:
        result = value.unsigned_integer() <= greatest
                     ? place.integer(value.integer())
                     : place.text(text.characters, write_unsigned(text, value.unsigned_integer()));
        break;
    case value_kind::float32:
    case value_kind::float64:
        if (std::isnan(value.number())) [[unlikely]] {
            // sqlite3_bind_double() stores NULL in its place: sqlite.org/c3ref/bind_blob.html
            return "NaN, which SQLite cannot store; make the field a std::optional and leave it empty";
        }
        result = place.number(value.number());
        break;
    case value_kind::text: result = place.text(never_null(value.bytes().data()), value.bytes().size()); break;
    case value_kind::bytes:
    case value_kind::uuid: result = place.bytes(never_null(value.bytes().data()), value.bytes().size()); break;
    case value_kind::date:
        if (value.integer() < earliest_date || value.integer() > latest_date) [[unlikely]] {
            return "a date outside the years 0000 to 9999, which is what SQLite's date functions know";
        }
        result = place.text(text.characters, write_date(text, static_cast<std::int32_t>(value.integer())));
        break;
    case value_kind::timestamp:
        if (value.integer() < earliest_timestamp || value.integer() > latest_timestamp) [[unlikely]] {
            return "a time outside the years 0000 to 9999, which is what SQLite's date functions know";
        }
        result = place.text(text.characters, write_timestamp(text, value.integer()));
        break;
    }
    return result == SQLITE_OK ? nullptr : "too big for SQLite";
}

}  // namespace aludel::sqlite
