// SPDX-License-Identifier: BSL-1.0
#include "interrupter.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aludel/error.hpp>

namespace aludel::postgresql {
namespace {

struct free_cancel {
    void operator()(PGcancel* request) const noexcept { PQfreeCancel(request); }
};

/// A request that comes too late needs no settling. PQcancel returns when the postmaster's child has closed its end,
/// and it signals the backend before; a backend that waits for a command forgets the request as soon as it reads the
/// next one (PostgreSQL 15, fe-connect.c, internal_cancel; postgres.c, PostgresMain, "query cancel is supposed to be a
/// no-op").
class interrupter final : public aludel::interrupter {
public:
    explicit interrupter(PGconn* native)
        : request_{PQgetCancel(native)}, socket_{::fcntl(PQsocket(native), F_DUPFD_CLOEXEC, 0)} {
        if (request_ == nullptr || socket_ < 0) {
            close_socket();
            throw connection_lost{"the connection is gone; open a new session", {.connection_is_usable = false}};
        }
    }
    interrupter(const interrupter&) = delete;
    interrupter& operator=(const interrupter&) = delete;
    ~interrupter() override { close_socket(); }

    void interrupt() noexcept override {
        char ignored[256];
        PQcancel(request_.get(), ignored, sizeof ignored);
    }

    bool cut() noexcept override { return ::shutdown(socket_, SHUT_RDWR) == 0; }

private:
    void close_socket() const noexcept {
        if (socket_ >= 0) {
            ::close(socket_);
        }
    }

    std::unique_ptr<PGcancel, free_cancel> request_;
    int socket_;  // of our own: libpq closes its one when it sees that the connection broke, and the number is
                  // another's then
};

}  // namespace

std::unique_ptr<aludel::interrupter> make_interrupter(PGconn* native) {
    return std::make_unique<interrupter>(native);
}

}  // namespace aludel::postgresql
