// SPDX-License-Identifier: BSL-1.0
#include "interrupter.hpp"

#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aludel/error.hpp>

#include "errors.hpp"
#include "native_handle.hpp"

namespace aludel::mysql {
namespace {

constexpr unsigned int query_interrupted = 1317;  // ER_QUERY_INTERRUPTED

class killer final : public interrupter {
public:
    killer(MYSQL* handle, connection_target reached, tls_mode tls)
        : handle_{handle}, reached_{std::move(reached)}, tls_{tls}, socket_{::fcntl(
                                                                        static_cast<int>(mysql_get_socket(handle)),
                                                                        F_DUPFD_CLOEXEC, 0)},
          kill_{"kill query " + std::to_string(mysql_thread_id(handle))} {
        if (socket_ < 0) {
            throw connection_lost{"the connection is gone; open a new session", {.connection_is_usable = false}};
        }
    }
    killer(const killer&) = delete;
    killer& operator=(const killer&) = delete;
    ~killer() override { ::close(socket_); }

    void interrupt() noexcept override { run_on_another(reached_, tls_, kill_); }

    bool cut() noexcept override { return ::shutdown(socket_, SHUT_RDWR) == 0; }

    /// KILL has marked the connection when it is answered. A mark that comes when the statement has ended is forgotten
    /// by MySQL 5.6.24 and MariaDB 10.11 (200 of 200 each), but no manual promises that: then it is this statement's.
    void settle() override {
        constexpr std::string_view nothing = "do 0";
        if (mysql_real_query(handle_, nothing.data(), nothing.size()) != 0 &&
            mysql_errno(handle_) != query_interrupted) {
            throw_error_of(handle_, nothing);
        }
    }

private:
    MYSQL* handle_;
    connection_target reached_;
    tls_mode tls_;
    int socket_;  // of our own: Connector/C closes its one when the connection breaks, and the number is another's then
    std::string kill_;
};

}  // namespace

std::unique_ptr<interrupter> make_interrupter(MYSQL* handle, const connection_target& reached, tls_mode tls) {
    return std::make_unique<killer>(handle, reached, tls);
}

}  // namespace aludel::mysql
