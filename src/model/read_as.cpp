// SPDX-License-Identifier: BSL-1.0
#include "read_as.hpp"

#include <limits>
#include <string>
#include <vector>

#include <aludel/model/decode.hpp>

namespace aludel {
namespace {

/// Decodes into a `Held`, and makes a value of that.
template <class Held, class Decode, class Make>
decode_error decode_as(value& to, Held held, Decode decode, Make make) {
    const decode_error misfit = decode(held);
    if (misfit == decode_error::none) {
        to = value{make(held)};
    }
    return misfit;
}

decode_error read_as_bytes(value_kind kind, const value_view& from, value& to) {
    switch (kind) {
    case value_kind::bytes:
        return decode_as(
            to, std::vector<std::byte>{}, [&from](auto& held) { return decode::bytes(from, held); },
            [](const auto& held) { return value_view::of_bytes(held); });
    case value_kind::uuid:
        return decode_as(
            to, std::vector<std::byte>(16), [&from](auto& held) { return decode::uuid(from, held.data()); },
            [](const auto& held) { return value_view::of_uuid(held.data()); });
    default:
        return decode_as(
            to, std::string{}, [&from](auto& held) { return decode::text(from, held); },
            [](const auto& held) { return value_view::of_text(held); });
    }
}

decode_error read_as_number(value_kind kind, const value_view& from, value& to) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    switch (kind) {
    case value_kind::boolean:
        return decode_as(
            to, false, [&from](bool& held) { return decode::boolean(from, held); }, &value_view::of_boolean);
    case value_kind::uint64:
        return decode_as(
            to, std::uint64_t{0},
            [&from](std::uint64_t& held) { return decode::unsigned_integer(from, ~std::uint64_t{0}, held); },
            &value_view::of_uint64);
    case value_kind::float32:
        return decode_as(
            to, 0.0f, [&from](float& held) { return decode::floating(from, held); }, &value_view::of_float32);
    case value_kind::float64:
        return decode_as(
            to, 0.0, [&from](double& held) { return decode::floating(from, held); }, &value_view::of_float64);
    case value_kind::date:
        return decode_as(
            to, std::int32_t{0}, [&from](std::int32_t& held) { return decode::date(from, held); },
            &value_view::of_date);
    case value_kind::timestamp:
        return decode_as(
            to, std::int64_t{0}, [&from](std::int64_t& held) { return decode::timestamp(from, held); },
            &value_view::of_timestamp);
    default:
        return decode_as(
            to, std::int64_t{0},
            [&from](std::int64_t& held) { return decode::signed_integer(from, -most - 1, most, held); },
            &value_view::of_int64);
    }
}

}  // namespace

decode_error read_as(value_kind kind, const value_view& from, value& to) {
    if (from.is_null()) {
        to = value{value_view::null_of(kind)};
        return decode_error::none;
    }
    if (from.kind() == kind) {
        to = value{from};
        return decode_error::none;
    }
    const bool is_bytes =
        kind == value_kind::null || kind == value_kind::text || kind == value_kind::bytes || kind == value_kind::uuid;
    return is_bytes ? read_as_bytes(kind, from, to) : read_as_number(kind, from, to);
}

}  // namespace aludel
