// SPDX-License-Identifier: BSL-1.0
#include "native_handle.hpp"

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include <aludel/dialect/dialect.hpp>
#include <aludel/error.hpp>

#include "file_request.hpp"
#include "tls.hpp"

namespace aludel::mysql {

const soci::backend_factory* soci_backend() noexcept {
    return &soci::mysql;
}

st_mysql* native_handle(soci::session& session) {
    // By name and static_cast: SOCI 4.0.3 exports no typeinfo of its session backends, so dynamic_cast does not link.
    if (session.get_backend_name() != "mysql") {
        throw usage_error{"this session was not opened by SOCI's mysql backend; open it through aludel::engine"};
    }
    return static_cast<soci::mysql_session_backend*>(session.get_backend())->conn_;
}

bool run_on_another(const connection_target& reached, tls_mode tls, const std::string& sql) noexcept {
    try {
        soci::session another{*reached.backend, reached.connect_string};
        require_tls(native_handle(another), tls);
        refuse_files(native_handle(another));
        another << sql;
        return true;
    } catch (const std::exception&) {  // no such server, none that is as safe, or no such thread
        return false;
    }
}

unsigned int error_number(const std::exception& thrown) noexcept {
    const auto* native = dynamic_cast<const soci::mysql_soci_error*>(&thrown);
    return native == nullptr ? 0 : native->err_num_;
}

}  // namespace aludel::mysql
