// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <thread>

namespace conformance {

/// A socket that listens on the loopback device, and never answers.
class silent_listener {
public:
    silent_listener();
    silent_listener(const silent_listener&) = delete;
    silent_listener& operator=(const silent_listener&) = delete;
    ~silent_listener();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] int socket() const noexcept { return socket_; }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

/// Whether the connection string names a host and a port, which a bridge can stand in front of.
bool has_port(std::string_view url);

/// The connection string with another port on the loopback device.
std::string at_port(std::string_view url, std::uint16_t port);

/// Stands between clients and the server that a connection string names, and passes on what both say until it is told
/// not to.
class bridge {
public:
    enum class passing : std::uint8_t {
        all,
        requests,  ///< the server hears, and its answers are thrown away
        nothing,   ///< both wait, as on a network that is gone
    };

    explicit bridge(std::string_view server_url);
    bridge(const bridge&) = delete;
    bridge& operator=(const bridge&) = delete;
    ~bridge();

    [[nodiscard]] std::uint16_t port() const noexcept { return listener_.port(); }
    void let_pass(passing what) noexcept { passes_ = what; }
    /// Ends the connections that there are.
    void hang_up() noexcept { ++hung_up_; }

private:
    void accept_all();
    void carry(int client);

    silent_listener listener_;
    std::uint16_t server_port_ = 0;
    std::atomic<passing> passes_{passing::all};
    std::atomic<unsigned> hung_up_{0};
    std::atomic<bool> ends_{false};
    std::list<std::thread> carriers_;
    std::thread acceptor_;
};

}  // namespace conformance
