// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace aludel {

/// How one SQL value travels between a field and a driver. Closed: what DDL says for a column is the dialect's.
enum class value_kind : std::uint8_t {
    null,  ///< a NULL of no particular type
    boolean,
    int16,  ///< also 8-bit integers
    int32,  ///< also unsigned 16-bit integers
    int64,  ///< also unsigned 32-bit integers
    uint64,
    float32,
    float64,
    text,  ///< UTF-8, may hold NUL where the server can
    bytes,
    date,       ///< days since 1970-01-01
    timestamp,  ///< microseconds since 1970-01-01 00:00:00 UTC
    uuid,       ///< 16 bytes in network order
};

/// The kind's name as it appears in messages: "text", "64-bit integer".
std::string_view name_of(value_kind kind) noexcept;

/// One SQL value in transit. Text, bytes and UUIDs are borrowed: the view is valid as long as what it was made from.
class value_view {
public:
    constexpr value_view() noexcept : kind_{value_kind::null}, declared_{value_kind::null}, integer_{0} {}

    /// A NULL that knows which kind its column or parameter has.
    static constexpr value_view null_of(value_kind declared) noexcept {
        value_view view;
        view.declared_ = declared;
        return view;
    }
    /// In a row that an object is filled from: leaves the field as it is.
    static constexpr value_view kept() noexcept {
        value_view view;
        view.size_ = 1;
        return view;
    }
    static constexpr value_view of_boolean(bool value) noexcept { return {value_kind::boolean, std::int64_t{value}}; }
    static constexpr value_view of_int16(std::int64_t value) noexcept { return {value_kind::int16, value}; }
    static constexpr value_view of_int32(std::int64_t value) noexcept { return {value_kind::int32, value}; }
    static constexpr value_view of_int64(std::int64_t value) noexcept { return {value_kind::int64, value}; }
    static constexpr value_view of_uint64(std::uint64_t value) noexcept {
        return {value_kind::uint64, static_cast<std::int64_t>(value)};
    }
    static constexpr value_view of_float32(float value) noexcept { return {value_kind::float32, double{value}}; }
    static constexpr value_view of_float64(double value) noexcept { return {value_kind::float64, value}; }
    static constexpr value_view of_text(std::string_view text) noexcept {
        return {value_kind::text, text.data(), text.size()};
    }
    static constexpr value_view of_bytes(std::span<const std::byte> bytes) noexcept {
        return {value_kind::bytes, static_cast<const void*>(bytes.data()), bytes.size()};
    }
    static constexpr value_view of_date(std::int32_t days) noexcept { return {value_kind::date, std::int64_t{days}}; }
    static constexpr value_view of_timestamp(std::int64_t microseconds) noexcept {
        return {value_kind::timestamp, microseconds};
    }
    /// Borrows 16 bytes.
    static constexpr value_view of_uuid(const std::byte* sixteen_bytes) noexcept {
        return {value_kind::uuid, static_cast<const void*>(sixteen_bytes), 16};
    }

    [[nodiscard]] constexpr value_kind kind() const noexcept { return kind_; }
    /// The kind, and for a NULL the kind it stands in for.
    [[nodiscard]] constexpr value_kind declared_kind() const noexcept { return declared_; }
    [[nodiscard]] constexpr bool is_null() const noexcept { return kind_ == value_kind::null; }
    [[nodiscard]] constexpr bool is_kept() const noexcept { return kind_ == value_kind::null && size_ != 0; }
    /// Whether the value is one of the signed integer kinds.
    [[nodiscard]] constexpr bool is_signed_integer() const noexcept {
        return kind_ >= value_kind::int16 && kind_ <= value_kind::int64;
    }
    /// Whether the value points at memory it does not own: text, bytes or a UUID.
    [[nodiscard]] constexpr bool borrows() const noexcept {
        return kind_ == value_kind::text || kind_ == value_kind::bytes || kind_ == value_kind::uuid;
    }

    /// For boolean, the signed integers, date (days) and timestamp (microseconds).
    [[nodiscard]] constexpr std::int64_t integer() const noexcept { return integer_; }
    [[nodiscard]] constexpr bool boolean() const noexcept { return integer_ != 0; }
    /// For uint64.
    [[nodiscard]] constexpr std::uint64_t unsigned_integer() const noexcept {
        return static_cast<std::uint64_t>(integer_);
    }
    /// For float32 and float64.
    [[nodiscard]] constexpr double number() const noexcept { return number_; }
    /// For text.
    [[nodiscard]] std::string_view text() const noexcept { return {static_cast<const char*>(data_), size_}; }
    /// For text, bytes and uuid.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
        return {static_cast<const std::byte*>(data_), size_};
    }

private:
    constexpr value_view(value_kind kind, std::int64_t value) noexcept
        : kind_{kind}, declared_{kind}, integer_{value} {}
    constexpr value_view(value_kind kind, double value) noexcept : kind_{kind}, declared_{kind}, number_{value} {}
    constexpr value_view(value_kind kind, const void* data, std::size_t size) noexcept
        : kind_{kind}, declared_{kind}, data_{data}, size_{size} {}

    value_kind kind_;
    value_kind declared_;
    union {
        std::int64_t integer_;
        double number_;
        const void* data_;
    };
    std::size_t size_ = 0;
};

/// A number as one of the integer kinds.
value_view integer_of(value_kind kind, std::int64_t number) noexcept;

/// Whether two values are the same value of the same kind, byte for byte; NULLs are the same.
bool same_value(const value_view& left, const value_view& right) noexcept;

}  // namespace aludel
