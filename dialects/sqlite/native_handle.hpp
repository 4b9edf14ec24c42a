// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>

#include <soci/error.h>

struct sqlite3;

namespace soci {
class session;
class backend_factory;
}  // namespace soci

namespace aludel::sqlite {

/// The handle of the connection that SOCI opened; it stays SOCI's. Throws usage_error for another database's session.
::sqlite3* native_handle(soci::session& session);

/// Makes SOCI sessions whose connect string is an SQLite URI: "file:…?mode=rwc&…" (sqlite.org/uri.html).
const soci::backend_factory& uri_backend();

/// A database that could not be opened: what the factory throws, for `dialect::explain` to translate.
class open_failure : public soci::soci_error {
public:
    open_failure(std::string uri, int code, int system_error)
        : soci::soci_error{"cannot open " + uri}, uri_{std::move(uri)}, code_{code}, system_error_{system_error} {}

    [[nodiscard]] const std::string& uri() const noexcept { return uri_; }
    /// SQLite's extended result code.
    [[nodiscard]] int code() const noexcept { return code_; }
    /// The operating system's errno, 0 if it had no part in it.
    [[nodiscard]] int system_error() const noexcept { return system_error_; }

private:
    std::string uri_;
    int code_;
    int system_error_;
};

/// Opens a database that belongs to the caller. Throws open_failure.
::sqlite3* open_uri(const std::string& uri);

/// Whether SOCI's SQLite backend threw it, so that the handle still knows the error's code.
bool is_driver_error(const std::exception& thrown) noexcept;

}  // namespace aludel::sqlite
