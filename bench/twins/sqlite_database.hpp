// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <sqlite3.h>

/// SQLite's C API with owners for what it opens, and nothing else.
namespace bench::sqlite {

struct finalize {
    void operator()(::sqlite3_stmt* statement) const noexcept { ::sqlite3_finalize(statement); }
};
using prepared = std::unique_ptr<::sqlite3_stmt, finalize>;

/// One connection, set up as aludel sets up its own.
class database {
public:
    /// `url` is a connection string of aludel's: of a file, or of a new database in memory.
    explicit database(const std::string& url);

    [[nodiscard]] ::sqlite3* handle() const noexcept { return handle_.get(); }
    [[nodiscard]] prepared prepare(const std::string& sql) const;
    void run(const char* sql) const;
    /// Throws unless `result` is what a step should give.
    void require(int result, int wanted) const {
        if (result != wanted) [[unlikely]] {
            throw std::runtime_error{::sqlite3_errmsg(handle())};
        }
    }
    /// Runs a statement without rows, and makes it ready for the next values.
    void run(const prepared& statement) const {
        const int result = ::sqlite3_step(statement.get());
        ::sqlite3_reset(statement.get());
        require(result, SQLITE_DONE);
    }

private:
    struct close {
        void operator()(::sqlite3* handle) const noexcept { ::sqlite3_close_v2(handle); }
    };
    std::unique_ptr<::sqlite3, close> handle_;
};

/// Open until commit() or the destructor.
class transaction {
public:
    explicit transaction(const database& on) : on_{on} { on_.run("begin immediate"); }
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction() {
        if (::sqlite3_get_autocommit(on_.handle()) == 0) {
            ::sqlite3_exec(on_.handle(), "rollback", nullptr, nullptr, nullptr);
        }
    }
    void commit() { on_.run("commit"); }

private:
    const database& on_;
};

}  // namespace bench::sqlite
