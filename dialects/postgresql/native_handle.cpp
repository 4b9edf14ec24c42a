// SPDX-License-Identifier: BSL-1.0
#include "native_handle.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

namespace aludel::postgresql {

PGconn* native_handle(soci::session& session) {
    // By name and not by dynamic_cast: libsoci_postgresql 4.0.3 does not export the backend's typeinfo.
    if (session.get_backend_name() != "postgresql") {
        return nullptr;
    }
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

const soci::backend_factory& soci_backend() {
    return *soci::factory_postgresql();
}

soci_complaint complaint_of(const std::exception& thrown) {
    const auto* const of_soci = dynamic_cast<const soci::soci_error*>(&thrown);
    const auto* const of_server = dynamic_cast<const soci::postgresql_soci_error*>(&thrown);
    // Not what(): there SOCI appends the statement and the values of its parameters.
    return {of_server == nullptr ? std::string{} : of_server->sqlstate(),
            of_soci == nullptr ? std::string{thrown.what()} : of_soci->get_error_message()};
}

}  // namespace aludel::postgresql
