// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <aludel/dialect/capabilities.hpp>

namespace aludel::mysql {

/// Which server answers: the family member and its version.
struct server_version {
    bool is_mariadb = false;
    unsigned number = 0;  ///< major * 10000 + minor * 100 + patch

    /// Reads what the server says ("10.11.19-MariaDB-0+deb12u1", "5.6.24") and what `name` makes of it.
    static server_version parse(std::string_view text) noexcept;

    /// Whether it is a MariaDB of this version or later, or a MySQL of that one or later.
    [[nodiscard]] bool at_least(unsigned mariadb, unsigned mysql) const noexcept {
        return number >= (is_mariadb ? mariadb : mysql);
    }
    /// As a person would name it: "MariaDB 10.11.19".
    [[nodiscard]] std::string name() const;
};

/// Not in this family member, whatever its version.
inline constexpr unsigned never = ~0u;

/// The facts of a server whose max_allowed_packet is `max_packet` bytes, and whose generated keys differ by `key_step`
/// (auto_increment_increment).
capabilities facts_of(server_version server, std::size_t max_packet, std::uint64_t key_step);

/// The collation of utf8mb4 that compares by bytes; without padding ('a' differs from 'a ') where there is one.
std::string_view collation_by_bytes(server_version server) noexcept;

/// Whether a DATETIME parameter loses its fraction in an expression such as coalesce(?, now()), so that text is safer.
bool takes_times_as_text(server_version server) noexcept;

/// Characters of utf8mb4 that a key column may have.
unsigned longest_key_text(server_version server) noexcept;

}  // namespace aludel::mysql
