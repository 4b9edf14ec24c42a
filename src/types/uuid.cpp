// SPDX-License-Identifier: BSL-1.0
#include <aludel/types/uuid.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>

#include <aludel/error.hpp>
#include <aludel/model/text_format.hpp>

#include "model/random_bytes.hpp"

namespace aludel {
namespace {

/// The greater of `proposed` and the successor of what was handed out last. No lock, so none can be left locked in a
/// child of fork().
std::uint64_t strictly_after(std::atomic<std::uint64_t>& last, std::uint64_t proposed) {
    std::uint64_t seen = last.load(std::memory_order_relaxed);
    std::uint64_t next = 0;
    do {
        next = std::max(proposed, seen + 1);
    } while (!last.compare_exchange_weak(seen, next, std::memory_order_relaxed));
    return next;
}

std::uint64_t nanoseconds_since_1970() {
    const std::chrono::nanoseconds since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::max<std::int64_t>(since_1970.count(), 0));
}

void put_big_endian(std::byte* to, std::uint64_t number, int size) {
    for (int i = size; i-- > 0; number >>= 8) {
        to[i] = static_cast<std::byte>(number & 0xff);
    }
}

void put_version_and_variant(uuid& id, unsigned version) {
    id.bytes[6] = (id.bytes[6] & std::byte{0x0f}) | static_cast<std::byte>(version << 4);
    id.bytes[8] = (id.bytes[8] & std::byte{0x3f}) | std::byte{0x80};
}

/// 60 bits of time before and behind the version, and 62 random bits behind the variant.
uuid time_ordered_uuid(std::uint64_t sixty_bits, unsigned version) {
    uuid id;
    put_big_endian(id.bytes.data(), sixty_bits >> 12, 6);
    put_big_endian(id.bytes.data() + 6, sixty_bits & 0xfff, 2);
    fill_with_random_bytes(std::span{id.bytes}.subspan(8));
    put_version_and_variant(id, version);
    return id;
}

std::atomic<std::uint64_t> last_v6{0};
std::atomic<std::uint64_t> last_v7{0};

}  // namespace

std::optional<uuid> uuid::parse(std::string_view text) noexcept {
    uuid id;
    if (text_format::parse_uuid(text, id.bytes.data()) != decode_error::none) {
        return std::nullopt;
    }
    return id;
}

uuid uuid::from_text(std::string_view text) {
    const std::optional<uuid> id = parse(text);
    if (!id) {
        throw usage_error{"uuid::from_text was given text that is not a UUID; pass 32 hexadecimal digits, with hyphens "
                          "as in xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx or without, or use uuid::parse to find out"};
    }
    return *id;
}

std::string to_string(const uuid& id) {
    std::string text;
    text_format::append_uuid(text, id.bytes.data());
    return text;
}

uuid uuid_v4() {
    uuid id;
    fill_with_random_bytes(id.bytes);
    put_version_and_variant(id, 4);
    return id;
}

uuid uuid_v6() {
    // From 1582-10-15, the first day of the Gregorian calendar, to 1970-01-01.
    constexpr std::uint64_t calendar_reform = 122'192'928'000'000'000;
    uuid id = time_ordered_uuid(strictly_after(last_v6, nanoseconds_since_1970() / 100 + calendar_reform), 6);
    // RFC 9562, 6.10: a random node sets the bit that no network card's address has.
    id.bytes[10] |= std::byte{0x01};
    return id;
}

uuid uuid_v7() {
    // RFC 9562, 6.2, method 3: the 12 bits behind the milliseconds are a fraction, 1/4096 ms = 244 ns. Made faster than
    // that, or after the clock stepped back, the 60 bits count on, and carry into the milliseconds, until the clock
    // catches up. PostgreSQL 18's uuidv7() does the same.
    constexpr std::uint64_t millisecond = 1'000'000;
    const std::uint64_t time = nanoseconds_since_1970();
    const std::uint64_t fraction = time % millisecond * 4096 / millisecond;
    return time_ordered_uuid(strictly_after(last_v7, time / millisecond << 12 | fraction), 7);
}

}  // namespace aludel

std::size_t std::hash<aludel::uuid>::operator()(const aludel::uuid& id) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    // By 2^64 divided by the golden ratio, and folded: the low bits of a product know only the low bits of its factors,
    // and UUIDs made in one millisecond share their first half.
    constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;
    const std::uint64_t mixed = (halves[0] ^ (halves[1] * spread)) * spread;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
}
