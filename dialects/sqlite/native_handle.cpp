// SPDX-License-Identifier: BSL-1.0
#include "native_handle.hpp"

#include <memory>

// SOCI 4.0 includes <sqlite3.h> inside namespace sqlite_api: it must come first, and its names be lent to that
// namespace, or the two headers exclude each other. 4.1 only declares sqlite_api::sqlite3.
#include <soci/version.h>
#include <sqlite3.h>
#if SOCI_VERSION < 400100
namespace sqlite_api {
using ::sqlite3;
using ::sqlite3_destructor_type;
using ::sqlite3_int64;
using ::sqlite3_stmt;
}  // namespace sqlite_api
#endif
#include <soci/session.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <aludel/error.hpp>

namespace aludel::sqlite {
namespace {

::sqlite3*& handle_in(soci::details::session_backend& backend) {
    // static_cast and not dynamic_cast: SOCI does not export the type's type_info.
    auto& sqlite_backend = static_cast<soci::sqlite3_session_backend&>(backend);
#if SOCI_VERSION < 400100
    return sqlite_backend.conn_;
#else
    return reinterpret_cast<::sqlite3*&>(sqlite_backend.conn_);
#endif
}

/// SOCI's own connect string cannot name every path (it reads `=` and quotes as its syntax), cannot open a file without
/// creating it, and holds no other settings. So SOCI opens an empty database in memory, and gets ours in its place.
class uri_factory final : public soci::backend_factory {
public:
    soci::details::session_backend* make_session(const soci::connection_parameters& parameters) const override {
        const soci::backend_factory& original = *soci::factory_sqlite3();
        const soci::connection_parameters in_memory{original, ":memory:"};
        std::unique_ptr<soci::details::session_backend> backend{original.make_session(in_memory)};
        ::sqlite3* opened = open_uri(parameters.get_connect_string());
        ::sqlite3*& handle = handle_in(*backend);
        ::sqlite3_close(handle);
        handle = opened;
        return backend.release();
    }
};

}  // namespace

::sqlite3* open_uri(const std::string& uri) {
    // NOMUTEX: a connection belongs to one thread at a time, so its own mutex guards nothing.
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    ::sqlite3* handle = nullptr;
    if (::sqlite3_open_v2(uri.c_str(), &handle, flags, nullptr) == SQLITE_OK) {
        return handle;
    }
    const open_failure failure{uri, ::sqlite3_extended_errcode(handle),
                               handle == nullptr ? 0 : ::sqlite3_system_errno(handle)};
    ::sqlite3_close(handle);
    throw failure;
}

::sqlite3* native_handle(soci::session& session) {
    if (session.get_backend_name() != "sqlite3") {
        throw usage_error{"the session is not one of SQLite's, but of " + session.get_backend_name() +
                          "; use the dialect of the database it is connected to"};
    }
    return handle_in(*session.get_backend());
}

const soci::backend_factory& uri_backend() {
    static const uri_factory factory;
    return factory;
}

bool is_driver_error(const std::exception& thrown) noexcept {
    return dynamic_cast<const soci::sqlite3_soci_error*>(&thrown) != nullptr;
}

}  // namespace aludel::sqlite
