// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string_view>

#include <aludel/dialect/dialect.hpp>

#include "libpq.hpp"

namespace aludel::postgresql {

/// The class of an SQLSTATE of PostgreSQL.
error_class class_of(std::string_view sqlstate) noexcept;

/// What a failed call of libpq means. `failed` may be null: then only the connection knows.
failure explain_result(const PGconn* native, const PGresult* failed, std::string_view statement);

/// What an exception of SOCI means; `native` is null while connecting.
failure explain_thrown(const PGconn* native, const std::exception& thrown);

/// Throws what the failure says.
[[noreturn]] void throw_failure(failure found);

/// Explains and throws.
[[noreturn]] void throw_result(const PGconn* native, const PGresult* failed, std::string_view statement);

}  // namespace aludel::postgresql
