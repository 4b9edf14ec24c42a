// SPDX-License-Identifier: BSL-1.0
// A value that a driver hands over, of any kind, for a field of any kind.
#include <cmath>

#include <aludel/model/decode.hpp>
#include <aludel/model/field_codec.hpp>
#include <aludel/types/uuid.hpp>

#include "fuzzing.hpp"
#include "model/read_as.hpp"

namespace {

using aludel::decode_error;
using aludel::value;
using aludel::value_kind;
using aludel::value_view;
using fuzzing::require;

/// Bytes lose that they are bytes, and a NaN its sign and payload.
bool survives_as_text(const value_view& held) {
    const bool is_float = held.kind() == value_kind::float32 || held.kind() == value_kind::float64;
    return held.kind() != value_kind::null && !(is_float && std::isnan(held.number()));
}

/// Integers of every width are read as the widest.
bool is_same(const value_view& left, const value_view& right) {
    return left.is_signed_integer() && right.is_signed_integer() ? left.integer() == right.integer()
                                                                 : same_value(left, right);
}

void check_read_value(value_kind kind, const value_view& read) {
    value again;
    require(read_as(kind, read, again) == decode_error::none && is_same(again.view(), read),
            "what was read is read as itself");
    if (!survives_as_text(read)) {
        return;
    }
    std::string text;
    require(aludel::decode::text(read, text) == decode_error::none, "every value but NULL has a text");
    require(read_as(kind, value_view::of_text(text), again) == decode_error::none, "the text of a value is read");
    require(is_same(again.view(), read), "the text of a value says the value");
}

/// Whether the field's codec writes what it read.
template <class Field>
void check_field(const value_view& from) {
    Field held{};
    if (aludel::detail::codec_of<Field>::decode(from, held) != decode_error::none) {
        return;
    }
    aludel::scratch temporaries;
    Field again{};
    const value_view written = aludel::detail::codec_of<Field>::encode(held, temporaries);
    fuzzing::look_at(written);
    require(aludel::detail::codec_of<Field>::decode(written, again) == decode_error::none, "a field is read back");
    if constexpr (!std::is_floating_point_v<Field>) {
        require(again == held, "a field is read back as it was");
    }
}

void check_value(const value_view& from) {
    for (auto kind = value_kind::boolean; kind <= value_kind::uuid;
         kind = static_cast<value_kind>(static_cast<std::uint8_t>(kind) + 1)) {
        value read;
        if (read_as(kind, from, read) == decode_error::none) {
            check_read_value(kind, read.view());
        }
    }
    check_field<bool>(from);
    check_field<std::int8_t>(from);
    check_field<std::uint16_t>(from);
    check_field<std::int32_t>(from);
    check_field<std::uint64_t>(from);
    check_field<float>(from);
    check_field<double>(from);
    check_field<std::string>(from);
    check_field<std::vector<std::byte>>(from);
    check_field<std::chrono::sys_time<std::chrono::microseconds>>(from);
    check_field<std::chrono::year_month_day>(from);
    check_field<aludel::uuid>(from);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes = fuzzing::bytes_of(data, size);
    check_value(value_view::of_text(bytes));
    check_value(value_view::of_bytes(std::as_bytes(std::span{bytes})));
    fuzzing::reader values{bytes};
    check_value(values.take_value());
    return 0;
}
