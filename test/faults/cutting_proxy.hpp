// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace faults {

enum class direction : std::uint8_t { to_server, to_client };

enum class ending : std::uint8_t {
    reset,  ///< RST to both sides, as where a machine or a firewall forgets the connection
    close,  ///< FIN to both sides, as where a process ends
    stall,  ///< no byte more in either direction, and no end
};
std::string_view name_of(ending how);

struct cut {
    direction counted = direction::to_server;
    std::uint64_t after = 0;  ///< bytes in that direction that still pass
    ending how = ending::close;
};

/// Stands between a client and a server, on a port of its own on the loopback device, and breaks what passes through.
class cutting_proxy {
public:
    cutting_proxy(std::string host, std::uint16_t port);
    cutting_proxy(const cutting_proxy&) = delete;
    cutting_proxy& operator=(const cutting_proxy&) = delete;
    ~cutting_proxy();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Counts the bytes of all connections from zero, and ends that one of them that reaches the cut.
    void arm(std::optional<cut> planned);
    /// Bytes that have passed since then.
    [[nodiscard]] std::uint64_t passed(direction counted) const;
    /// Whether the cut was made. Ends the connections that stall.
    bool disarm();

private:
    struct bridge {
        std::array<int, 2> sockets{-1, -1};    // the client's, the server's
        std::array<std::string, 2> waiting{};  // for that side to take
        std::array<bool, 2> has_ended{};       // that side sends no more, and the other one knows
        bool is_due = false;                   // the cut, when what waits is sent
        bool stalled = false;
        bool over = false;

        [[nodiscard]] short events_of(std::size_t side) const;
    };
    void run();
    void accept_one();
    void receive(bridge& open, std::size_t from);
    [[nodiscard]] std::size_t passing(std::size_t from, std::size_t size, bridge& open);
    void send(bridge& open, std::size_t to);
    void make_cut(bridge& open);
    void forget_those_over();

    std::string host_;
    std::uint16_t server_port_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<bridge> bridges_;
    std::optional<cut> planned_;
    std::array<std::uint64_t, 2> passed_{};
    bool was_cut_ = false;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

}  // namespace faults
