// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fuzzing {
namespace {

int hexadecimal_digit(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const std::size_t at = digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

void require(bool holds, const char* property) {
    if (!holds) {
        std::fprintf(stderr, "this does not hold: %s\n", property);
        std::abort();
    }
}

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

std::string bytes_of(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && hexadecimal_digit(text[i + 1]) >= 0 &&
                               hexadecimal_digit(text[i + 2]) >= 0;
        bytes += is_escape ? static_cast<char>(hexadecimal_digit(text[i + 1]) * 16 + hexadecimal_digit(text[i + 2]))
                           : text[i];
        i += is_escape ? 2 : 0;
    }
    return bytes;
}

std::string_view reader::take(std::size_t size) {
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(part.size());
    return part;
}

std::string_view reader::take_text() {
    return take(std::min<std::size_t>(take_number<std::uint8_t>(), 250));
}

aludel::value_view reader::take_value() {
    const auto kinds = static_cast<std::uint8_t>(aludel::value_kind::uuid);
    return take_value_of(static_cast<aludel::value_kind>(1 + take_number<std::uint8_t>() % kinds));
}

aludel::value_view reader::take_value_of(aludel::value_kind kind) {
    using aludel::value_kind;
    using aludel::value_view;
    static const std::string zeros(16, '\0');
    switch (kind) {
    case value_kind::null: return {};
    case value_kind::boolean: return value_view::of_boolean(take_number<std::uint8_t>() % 2 != 0);
    case value_kind::int16: return value_view::of_int16(take_number<std::int16_t>());
    case value_kind::int32: return value_view::of_int32(take_number<std::int32_t>());
    case value_kind::int64: return value_view::of_int64(take_number<std::int64_t>());
    case value_kind::uint64: return value_view::of_uint64(take_number<std::uint64_t>());
    case value_kind::float32: return value_view::of_float32(take_number<float>());
    case value_kind::float64: return value_view::of_float64(take_number<double>());
    case value_kind::text: return value_view::of_text(take_text());
    case value_kind::bytes: {
        const std::string_view bytes = take_text();
        return value_view::of_bytes(std::as_bytes(std::span{bytes}));
    }
    case value_kind::date: return value_view::of_date(take_number<std::int32_t>());
    case value_kind::timestamp: return value_view::of_timestamp(take_number<std::int64_t>());
    case value_kind::uuid: break;
    }
    const std::string_view bytes = rest_.size() < 16 ? std::string_view{zeros} : take(16);
    return value_view::of_uuid(reinterpret_cast<const std::byte*>(bytes.data()));
}

void look_at(const aludel::value_view& value) {
    std::size_t zeros = 0;
    if (value.borrows()) {
        for (const std::byte each : value.bytes()) {
            zeros += each == std::byte{0} ? 1 : 0;
        }
        require(zeros <= value.bytes().size(), "bytes can be read");
    }
}

}  // namespace fuzzing
