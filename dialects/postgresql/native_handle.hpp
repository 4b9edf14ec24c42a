// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>

#include "libpq.hpp"

namespace soci {
class session;
class backend_factory;
}  // namespace soci

namespace aludel::postgresql {

/// The connection inside a SOCI session; null when the session is not PostgreSQL's.
PGconn* native_handle(soci::session& session);

/// What opens PostgreSQL sessions in SOCI.
const soci::backend_factory& soci_backend();

/// What SOCI's exceptions tell, without the values that it adds to their text.
struct soci_complaint {
    std::string sqlstate;  ///< empty while connecting: SOCI 4.0.3 throws a plain soci_error then
    std::string message;
};
soci_complaint complaint_of(const std::exception& thrown);

}  // namespace aludel::postgresql
