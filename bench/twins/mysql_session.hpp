// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <mysql.h>

namespace bench::mysql {

struct close_statement {
    void operator()(MYSQL_STMT* prepared) const noexcept { mysql_stmt_close(prepared); }
};
using statement_handle = std::unique_ptr<MYSQL_STMT, close_statement>;

/// A connection as an expert would open it: utf8mb4, UTC, strict, LOAD DATA LOCAL allowed.
class session {
public:
    explicit session(const std::string& url);

    [[nodiscard]] MYSQL* handle() const noexcept { return handle_.get(); }
    [[nodiscard]] bool is_mariadb() const noexcept { return mariadb_connection(handle_.get()) != 0; }
    void run(const std::string& sql);
    std::uint64_t number(const std::string& sql);
    statement_handle prepare(const std::string& sql);

    template <class Work>
    void atomically(Work work) {
        run("start transaction");
        work();
        run("commit");
    }

private:
    struct close_connection {
        void operator()(MYSQL* handle) const noexcept { mysql_close(handle); }
    };
    std::unique_ptr<MYSQL, close_connection> handle_;
};

[[noreturn]] void fail(MYSQL_STMT* prepared);

inline void execute(const statement_handle& prepared) {
    if (mysql_stmt_execute(prepared.get()) != 0) {
        fail(prepared.get());
    }
}

}  // namespace bench::mysql
