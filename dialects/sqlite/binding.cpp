// SPDX-License-Identifier: BSL-1.0
#include "binding.hpp"

#include <cmath>
#include <limits>

#include <sqlite3.h>

#include <aludel/error.hpp>
#include <aludel/model/text_format.hpp>

#include "limits.hpp"

namespace aludel::sqlite {
namespace {

constexpr std::size_t longest_made_text = sizeof "YYYY-MM-DD hh:mm:ss.ffffff";

[[noreturn]] void refuse(int position, std::string_view what, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw mapping_error{"parameter " + std::to_string(position) + " is " + std::string{what}, std::move(details)};
}

void refuse_what_cannot_be_stored(int position, const value_view& value, std::string_view sql) {
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64:
        if (std::isnan(value.number())) {
            // sqlite3_bind_double() stores NULL in its place: sqlite.org/c3ref/bind_blob.html
            refuse(position, "NaN, which SQLite cannot store; make the field a std::optional and leave it empty", sql);
        }
        return;
    case value_kind::date:
        if (value.integer() < earliest_date || value.integer() > latest_date) {
            refuse(position, "a date outside the years 0000 to 9999, which is what SQLite's date functions know", sql);
        }
        return;
    case value_kind::timestamp:
        if (value.integer() < earliest_timestamp || value.integer() > latest_timestamp) {
            refuse(position, "a time outside the years 0000 to 9999, which is what SQLite's date functions know", sql);
        }
        return;
    default: return;
    }
}

/// SQLite takes a null pointer for NULL, also where the length is zero.
const void* never_null(const void* data) noexcept {
    return data == nullptr ? "" : data;
}

}  // namespace

void binder::bind(::sqlite3_stmt* statement, std::span<const value_view> parameters, std::string_view sql) {
    const int expected = ::sqlite3_bind_parameter_count(statement);
    if (parameters.size() != static_cast<std::size_t>(expected)) {
        error_details details;
        details.statement = sql;
        throw usage_error{"the statement has " + std::to_string(expected) + " parameters, but " +
                              std::to_string(parameters.size()) + " values were given",
                          std::move(details)};
    }
    texts_.clear();
    texts_.reserve(parameters.size() * longest_made_text);
    for (int position = 1; position <= expected; ++position) {
        const value_view& value = parameters[static_cast<std::size_t>(position - 1)];
        refuse_what_cannot_be_stored(position, value, sql);
        if (bind_one(statement, position, value) != SQLITE_OK) {
            refuse(position, "too big for SQLite", sql);
        }
    }
}

int binder::bind_one(::sqlite3_stmt* statement, int position, const value_view& value) {
    const std::size_t begin = texts_.size();
    switch (value.kind()) {
    case value_kind::null: return ::sqlite3_bind_null(statement, position);
    case value_kind::boolean:
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64: return ::sqlite3_bind_int64(statement, position, value.integer());
    case value_kind::uint64: return bind_unsigned(statement, position, value.unsigned_integer());
    case value_kind::float32:
    case value_kind::float64: return ::sqlite3_bind_double(statement, position, value.number());
    case value_kind::text:
        return ::sqlite3_bind_text64(statement, position, static_cast<const char*>(never_null(value.text().data())),
                                     value.text().size(), SQLITE_STATIC, SQLITE_UTF8);
    case value_kind::bytes:
    case value_kind::uuid:
        return ::sqlite3_bind_blob64(statement, position, never_null(value.bytes().data()), value.bytes().size(),
                                     SQLITE_STATIC);
    case value_kind::date:
        text_format::append_date(texts_, static_cast<std::int32_t>(value.integer()));
        return bind_made_text(statement, position, begin);
    case value_kind::timestamp:
        text_format::append_timestamp(texts_, value.integer());
        return bind_made_text(statement, position, begin);
    }
    return SQLITE_MISUSE;
}

int binder::bind_made_text(::sqlite3_stmt* statement, int position, std::size_t begin) const {
    return ::sqlite3_bind_text(statement, position, texts_.data() + begin, static_cast<int>(texts_.size() - begin),
                               SQLITE_STATIC);
}

int binder::bind_unsigned(::sqlite3_stmt* statement, int position, std::uint64_t value) {
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return ::sqlite3_bind_int64(statement, position, static_cast<std::int64_t>(value));
    }
    // Twenty digits, as many as the greatest has: text sorts behind every integer, and among itself as the numbers do.
    const std::size_t begin = texts_.size();
    const std::string digits = std::to_string(value);
    texts_.append(unsigned_digits - digits.size(), '0').append(digits);
    return bind_made_text(statement, position, begin);
}

value_view column_of(::sqlite3_stmt* statement, int column) noexcept {
    switch (::sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return value_view::of_int64(::sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return value_view::of_float64(::sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(::sqlite3_column_text(statement, column));
        return value_view::of_text({text, static_cast<std::size_t>(::sqlite3_column_bytes(statement, column))});
    }
    case SQLITE_BLOB: {
        const auto* bytes = static_cast<const std::byte*>(::sqlite3_column_blob(statement, column));
        return value_view::of_bytes({bytes, static_cast<std::size_t>(::sqlite3_column_bytes(statement, column))});
    }
    default: return {};
    }
}

}  // namespace aludel::sqlite
