// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <mysql.h>

#include <aludel/dialect/dialect.hpp>

namespace aludel::mysql {

/// An error as the server or Connector/C reports it.
struct native_error {
    unsigned int number = 0;
    std::string_view sqlstate;
    std::string_view message;
};

/// What the error means. `statement` is the text with placeholders, empty if there is none.
failure explain(const native_error& error, std::string_view statement);

/// Why no connection to the server came about.
failure explain_refusal(const native_error& error, std::string_view server);

/// What the last error of the connection, or of the prepared statement, means; and the same, thrown. Where it may have
/// ended the transaction, the connection knows behind it whether it did, and has forgotten the error.
failure explain_error_of(MYSQL* connection, std::string_view statement);
failure explain_error_of(MYSQL_STMT* prepared, std::string_view statement);
[[noreturn]] void throw_error_of(MYSQL* connection, std::string_view statement);
[[noreturn]] void throw_error_of(MYSQL_STMT* prepared, std::string_view statement);

/// Throws mapping_error where the server would hang up: `bytes` of a statement, row or value list (`what`) are more
/// than a packet holds.
void require_fitting(std::size_t bytes, const capabilities& facts, std::string_view what, std::string_view statement);

/// What turns another key's conflict into error 1242, "subquery returns more than 1 row", in an upsert: part of the
/// text that append_duplicate_assignments writes, and the mark by which `explain` knows that the error comes from it.
inline constexpr std::string_view two_rows = "(select 1 union all select 2)";

}  // namespace aludel::mysql
