// SPDX-License-Identifier: BSL-1.0
#include "cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace faults {
namespace {

constexpr std::size_t client = 0;
constexpr std::size_t server = 1;
/// Small, so that what is under way does not hide in the kernel when the wire is cut.
constexpr std::size_t longest_step = 4096;

::sockaddr_in address_of(const std::string& host, std::uint16_t port) {
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
        throw std::runtime_error{"the proxy wants an address such as 127.0.0.1"};
    }
    return address;
}

int new_socket() {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) {
        throw std::runtime_error{"the proxy gets no socket"};
    }
    return made;
}

void send_at_once(int socket) {
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void close_with_reset(int socket) {
    const ::linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket);
}

/// A close with bytes unread would be a reset.
void close_with_fin(int socket) {
    ::shutdown(socket, SHUT_WR);
    std::array<char, longest_step> unread{};
    while (::recv(socket, unread.data(), unread.size(), MSG_DONTWAIT) > 0) {
    }
    ::close(socket);
}

}  // namespace

std::string_view name_of(ending how) {
    switch (how) {
    case ending::reset: return "reset";
    case ending::close: return "closed";
    default: return "stalled";
    }
}

cutting_proxy::cutting_proxy(std::string host, std::uint16_t port)
    : host_{std::move(host)}, server_port_{port}, listener_{new_socket()} {
    ::sockaddr_in own = address_of("127.0.0.1", 0);
    ::socklen_t size = sizeof own;
    if (::bind(listener_, reinterpret_cast<::sockaddr*>(&own), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<::sockaddr*>(&own), &size) != 0) {
        throw std::runtime_error{"the proxy gets no port"};
    }
    port_ = ntohs(own.sin_port);
    thread_ = std::thread{[this] {
        run();
    }};
}

cutting_proxy::~cutting_proxy() {
    ends_ = true;
    thread_.join();
    for (const bridge& open : bridges_) {
        ::close(open.sockets[client]);
        ::close(open.sockets[server]);
    }
    ::close(listener_);
}

void cutting_proxy::arm(std::optional<cut> planned) {
    const std::lock_guard lock{mutex_};
    planned_ = planned;
    passed_ = {};
    was_cut_ = false;
}

std::uint64_t cutting_proxy::passed(direction counted) const {
    const std::lock_guard lock{mutex_};
    return passed_[static_cast<std::size_t>(counted)];
}

bool cutting_proxy::disarm() {
    const std::lock_guard lock{mutex_};
    for (bridge& open : bridges_) {
        if ((open.stalled || open.is_due) && !open.over) {
            make_cut(open);
        }
    }
    planned_.reset();
    return was_cut_;
}

/// Reads no further than the other side takes: a client that stops reading is to hold the server up.
short cutting_proxy::bridge::events_of(std::size_t side) const {
    const bool reads = !has_ended[side] && waiting[1 - side].empty() && !is_due;
    const int events = (reads ? POLLIN : 0) | (waiting[side].empty() ? 0 : POLLOUT);
    return stalled ? short{0} : static_cast<short>(events);
}

void cutting_proxy::run() {
    std::vector<::pollfd> watched;
    while (!ends_) {
        watched.assign(1, {listener_, POLLIN, 0});
        {
            const std::lock_guard lock{mutex_};
            forget_those_over();
            for (const bridge& open : bridges_) {
                for (const std::size_t side : {client, server}) {
                    const short events = open.events_of(side);
                    watched.push_back({events == 0 ? -1 : open.sockets[side], events, 0});
                }
            }
        }
        if (::poll(watched.data(), watched.size(), 20) <= 0) {
            continue;
        }
        const std::lock_guard lock{mutex_};
        for (std::size_t i = 1; i < watched.size(); ++i) {
            bridge& open = bridges_[(i - 1) / 2];
            const std::size_t side = (i - 1) % 2;
            if (watched[i].revents != 0 && !open.over && !open.stalled) {
                open.waiting[side].empty() ? receive(open, side) : send(open, side);
            }
        }
        if (watched[0].revents != 0) {
            accept_one();
        }
    }
}

void cutting_proxy::accept_one() {
    const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted < 0) {
        return;
    }
    const int onward = new_socket();
    const ::sockaddr_in there = address_of(host_, server_port_);
    if (::connect(onward, reinterpret_cast<const ::sockaddr*>(&there), sizeof there) != 0) {
        ::close(onward);
        close_with_reset(accepted);
        return;
    }
    send_at_once(accepted);
    send_at_once(onward);
    bridges_.push_back({.sockets = {accepted, onward}});
}

void cutting_proxy::receive(bridge& open, std::size_t from) {
    std::array<char, longest_step> bytes{};
    const ::ssize_t received = ::recv(open.sockets[from], bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (received < 0 && errno == EAGAIN) {
        return;
    }
    const std::size_t to = 1 - from;
    if (received <= 0) {
        open.has_ended[from] = true;
        ::shutdown(open.sockets[to], SHUT_WR);
        open.over = received < 0 || open.has_ended[to];
        return;
    }
    open.waiting[to].assign(bytes.data(), passing(from, static_cast<std::size_t>(received), open));
    send(open, to);
}

/// How much of what was received goes on.
std::size_t cutting_proxy::passing(std::size_t from, std::size_t size, bridge& open) {
    std::uint64_t& passed = passed_[from];
    const bool is_counted = planned_ && !was_cut_ && static_cast<std::size_t>(planned_->counted) == from;
    if (is_counted && passed + size > planned_->after) {
        size = static_cast<std::size_t>(planned_->after - passed);
        open.is_due = true;
        was_cut_ = true;
    }
    passed += size;
    return size;
}

void cutting_proxy::send(bridge& open, std::size_t to) {
    std::string& waiting = open.waiting[to];
    if (!waiting.empty()) {
        const ::ssize_t sent = ::send(open.sockets[to], waiting.data(), waiting.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            open.over = errno != EAGAIN;
            return;
        }
        waiting.erase(0, static_cast<std::size_t>(sent));
    }
    if (waiting.empty() && open.is_due) {
        open.stalled = planned_->how == ending::stall;
        if (!open.stalled) {
            make_cut(open);
        }
    }
}

void cutting_proxy::make_cut(bridge& open) {
    const bool resets = planned_->how != ending::close;
    for (int& socket : open.sockets) {
        resets ? close_with_reset(socket) : close_with_fin(socket);
        socket = -1;
    }
    open.over = true;
}

void cutting_proxy::forget_those_over() {
    std::erase_if(bridges_, [](const bridge& open) {
        if (open.over) {
            for (const int socket : open.sockets) {
                if (socket >= 0) {
                    ::close(socket);
                }
            }
        }
        return open.over;
    });
}

}  // namespace faults
