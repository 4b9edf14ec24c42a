// SPDX-License-Identifier: BSL-1.0
#include "loopback.hpp"

#include <array>
#include <stdexcept>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aludel/dialect/connection_url.hpp>

namespace conformance {
namespace {

sockaddr_in loopback_at(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int new_socket() {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) {
        throw std::runtime_error{"no socket is to be had"};
    }
    return made;
}

/// Waits a moment for something to be read.
bool is_readable(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, 10) > 0;
}

}  // namespace

silent_listener::silent_listener() : socket_{new_socket()} {
    sockaddr_in address = loopback_at(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 16) != 0 ||
        ::getsockname(socket_, generic, &size) != 0) {
        throw std::runtime_error{"cannot listen on the loopback device"};
    }
    port_ = ntohs(address.sin_port);
}

silent_listener::~silent_listener() {
    ::close(socket_);
}

bool has_port(std::string_view url) {
    const auto parts = aludel::connection_url::parse(url);
    return !parts.hosts.empty() && parts.hosts.front().port != 0;
}

std::string at_port(std::string_view url, std::uint16_t port) {
    const std::string old = ':' + std::to_string(aludel::connection_url::parse(url).hosts.front().port);
    std::string moved{url};
    const std::size_t at = moved.rfind(old, moved.find('/', moved.find("://") + 3));
    return moved.replace(at, old.size(), ':' + std::to_string(port));
}

bridge::bridge(std::string_view server_url)
    : server_port_{aludel::connection_url::parse(server_url).hosts.front().port}, acceptor_{[this] {
          accept_all();
      }} {}

bridge::~bridge() {
    ends_ = true;
    acceptor_.join();
    for (std::thread& each : carriers_) {
        each.join();
    }
}

void bridge::accept_all() {
    while (!ends_) {
        if (is_readable(listener_.socket())) {
            const int client = ::accept4(listener_.socket(), nullptr, nullptr, SOCK_CLOEXEC);
            carriers_.emplace_back([this, client] { carry(client); });
        }
    }
}

void bridge::carry(int client) {
    const int server = new_socket();
    const sockaddr_in address = loopback_at(server_port_);
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const unsigned ends_at = hung_up_ + 1;
    std::array<char, 65'536> bytes{};
    const auto carry_one = [&](int from, int to, bool passes) {
        if (!is_readable(from)) {
            return;
        }
        const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
        open = got > 0 && (!passes || ::send(to, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got);
    };
    while (open && !ends_ && hung_up_ < ends_at) {
        const passing now = passes_;
        if (now == passing::nothing) {
            ::usleep(5'000);
            continue;
        }
        std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), 10) <= 0) {
            continue;
        }
        if (waiting[0].revents != 0) {
            carry_one(client, server, true);
        }
        if (open && waiting[1].revents != 0) {
            carry_one(server, client, passes_ == passing::all);
        }
    }
    ::close(client);
    ::close(server);
}

}  // namespace conformance
