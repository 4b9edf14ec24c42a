// SPDX-License-Identifier: BSL-1.0
#include "binding.hpp"

#include <aludel/error.hpp>

#include "storing.hpp"

namespace aludel::sqlite {
namespace {

[[noreturn]] void refuse(std::size_t position, std::string_view what, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw mapping_error{"parameter " + std::to_string(position) + " is " + std::string{what}, std::move(details)};
}

[[noreturn]] void refuse_number(std::size_t expected, std::size_t given, std::string_view sql) {
    error_details details;
    details.statement = sql;
    throw usage_error{"the statement has " + std::to_string(expected) + " parameters, but " + std::to_string(given) +
                          " values were given",
                      std::move(details)};
}

value_view expected_integer(std::int64_t stored, value_kind expected) noexcept {
    // Not of_boolean: what is expected of a column of the user's query may be meant for another one.
    if (expected == value_kind::uint64 && stored >= 0) {
        return value_view::of_uint64(static_cast<std::uint64_t>(stored));
    }
    return value_view::of_int64(stored);
}

value_view expected_text(std::string_view stored, value_kind expected) noexcept {
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

}  // namespace

void binder::bind(::sqlite3_stmt* statement, std::span<const value_view> parameters, std::string_view sql) {
    if (parameters.size() != texts_.size()) {
        refuse_number(texts_.size(), parameters.size(), sql);
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const char* refused = store(parameter{statement, static_cast<int>(i + 1)}, parameters[i], texts_[i]);
        if (refused != nullptr) [[unlikely]] {
            refuse(i + 1, refused, sql);
        }
    }
}

value_view column_of(::sqlite3_stmt* statement, int column, value_kind expected) noexcept {
    // The value is looked up once and not for its type, its text and its size each. It is "unprotected", which only
    // forbids other threads: sqlite.org/c3ref/column_blob.html
    ::sqlite3_value* const stored = ::sqlite3_column_value(statement, column);
    switch (::sqlite3_value_type(stored)) {
    case SQLITE_INTEGER: return expected_integer(::sqlite3_value_int64(stored), expected);
    case SQLITE_FLOAT: return value_view::of_float64(::sqlite3_value_double(stored));
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(::sqlite3_value_text(stored));
        return expected_text({text, static_cast<std::size_t>(::sqlite3_value_bytes(stored))}, expected);
    }
    case SQLITE_BLOB: {
        const auto* bytes = static_cast<const std::byte*>(::sqlite3_value_blob(stored));
        return value_view::of_bytes({bytes, static_cast<std::size_t>(::sqlite3_value_bytes(stored))});
    }
    default: return {};
    }
}

}  // namespace aludel::sqlite
