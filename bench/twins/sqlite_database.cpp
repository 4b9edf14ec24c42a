// SPDX-License-Identifier: BSL-1.0
#include "sqlite_database.hpp"

#include <atomic>

#include <aludel/dialect/connection_url.hpp>

namespace bench::sqlite {
namespace {

std::string uri_of(const std::string& url) {
    const auto parsed = aludel::connection_url::parse(url);
    if (!parsed.database.empty()) {
        return "file:" + aludel::percent_encoded(parsed.database, "/");
    }
    // As aludel's: shared by name inside the process, with locks.
    static std::atomic<int> databases{0};
    return "file:/twin-" + std::to_string(++databases) + "?vfs=memdb";
}

}  // namespace

database::database(const std::string& url) {
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    ::sqlite3* opened = nullptr;
    const int result = ::sqlite3_open_v2(uri_of(url).c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    require(result, SQLITE_OK);
    ::sqlite3_busy_timeout(handle(), 5000);
    run("pragma journal_mode=wal");
    run("pragma synchronous=normal");
    run("pragma foreign_keys=on");
    run("pragma cache_size=-2000");
}

prepared database::prepare(const std::string& sql) const {
    ::sqlite3_stmt* made = nullptr;
    require(::sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made,
                                 nullptr),
            SQLITE_OK);
    return prepared{made};
}

void database::run(const char* sql) const {
    require(::sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr), SQLITE_OK);
}

}  // namespace bench::sqlite
