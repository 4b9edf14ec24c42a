// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <aludel/model/field_codec.hpp>

namespace aludel {

/// A universally unique identifier, RFC 9562: 16 bytes in network order. Ordered as its bytes and as its text.
struct uuid {
    std::array<std::byte, 16> bytes{};  ///< nil unless set

    [[nodiscard]] constexpr bool is_nil() const noexcept { return *this == uuid{}; }
    friend constexpr bool operator==(const uuid&, const uuid&) noexcept = default;
    friend constexpr auto operator<=>(const uuid&, const uuid&) noexcept = default;

    /// Reads 32 hexadecimal digits of either case, with the usual four hyphens or without any; else nothing.
    [[nodiscard]] static std::optional<uuid> parse(std::string_view text) noexcept;
    /// As `parse`; throws usage_error for other text.
    [[nodiscard]] static uuid from_text(std::string_view text);
};

/// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", lower case.
[[nodiscard]] std::string to_string(const uuid& id);

// The generators are thread safe, take randomness from the operating system only, and stay unique across fork().
// They throw std::system_error if the operating system has no randomness to give.

/// 122 random bits.
[[nodiscard]] uuid uuid_v4();
/// The time in 100 ns since 1582-10-15, then a random clock sequence and node. Each is greater than any that this
/// process made before, also when the clock stands still or steps back.
[[nodiscard]] uuid uuid_v6();
/// The time in milliseconds since 1970, 12 bits of its fraction, then 62 random bits. Each is greater than any that
/// this process made before, also when the clock stands still or steps back. Keys that grow keep an index compact.
[[nodiscard]] uuid uuid_v7();

template <>
struct field_codec<uuid> {
    static constexpr value_kind kind = value_kind::uuid;
    static value_view encode(const uuid& field, scratch&) noexcept { return value_view::of_uuid(field.bytes.data()); }
    static decode_error decode(const value_view& from, uuid& field) { return decode::uuid(from, field.bytes.data()); }
};

}  // namespace aludel

template <>
struct std::hash<aludel::uuid> {
    std::size_t operator()(const aludel::uuid& id) const noexcept;
};
