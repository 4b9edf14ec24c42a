// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>

#include <aludel/dialect/tls_mode.hpp>

struct st_mysql;

namespace soci {
class session;
class backend_factory;
}  // namespace soci

namespace aludel {
struct connection_target;
}

/// What SOCI's MySQL backend hides, fetched in one place.
namespace aludel::mysql {

/// SOCI's own way to connect.
const soci::backend_factory* soci_backend() noexcept;

/// The MYSQL* that SOCI opened. Throws usage_error where the session is not SOCI's MySQL backend.
st_mysql* native_handle(soci::session& session);

/// Runs one statement on a new connection to `reached`, and closes it. Nothing is sent unless it has the TLS that is
/// asked for, and the server gets no file of the client's. False: that failed.
bool run_on_another(const connection_target& reached, tls_mode tls, const std::string& sql) noexcept;

/// The error number in an exception of SOCI's MySQL backend, or 0.
unsigned int error_number(const std::exception& thrown) noexcept;

}  // namespace aludel::mysql
