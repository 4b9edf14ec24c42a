// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>

struct st_mysql;

namespace soci {
class session;
class backend_factory;
}  // namespace soci

/// What SOCI's MySQL backend hides, fetched in one place.
namespace aludel::mysql {

/// SOCI's own way to connect.
const soci::backend_factory* soci_backend() noexcept;

/// The MYSQL* that SOCI opened. Throws usage_error where the session is not SOCI's MySQL backend.
st_mysql* native_handle(soci::session& session);

/// The error number in an exception of SOCI's MySQL backend, or 0.
unsigned int error_number(const std::exception& thrown) noexcept;

}  // namespace aludel::mysql
