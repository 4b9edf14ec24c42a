// SPDX-License-Identifier: BSL-1.0
#include "interrupter.hpp"

#include <new>

#include <sys/socket.h>

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
    explicit interrupter(PGconn* native) : request_{PQgetCancel(native)}, socket_{PQsocket(native)} {
        if (request_ == nullptr) {
            throw std::bad_alloc{};
        }
    }

    void interrupt() noexcept override {
        char ignored[256];
        PQcancel(request_.get(), ignored, sizeof ignored);
    }

    bool cut() noexcept override { return ::shutdown(socket_, SHUT_RDWR) == 0; }

private:
    std::unique_ptr<PGcancel, free_cancel> request_;
    int socket_;
};

}  // namespace

std::unique_ptr<aludel::interrupter> make_interrupter(PGconn* native) {
    return std::make_unique<interrupter>(native);
}

}  // namespace aludel::postgresql
