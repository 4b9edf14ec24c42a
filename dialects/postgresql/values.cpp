// SPDX-License-Identifier: BSL-1.0
#include "values.hpp"

#include <bit>
#include <cassert>
#include <charconv>
#include <limits>
#include <vector>

#include <aludel/error.hpp>

#include "numeric.hpp"
#include "wire.hpp"

namespace aludel::postgresql {
namespace {

// The greatest message that a server takes holds a gigabyte (PQ_LARGE_MESSAGE_LIMIT, libpq.h), and so does a field.
constexpr std::size_t greatest_field = (std::size_t{1} << 30) - 1024;

constexpr char jsonb_version = 1;

char* write_size(char* to, std::size_t size) noexcept {
    return store(to, static_cast<std::int32_t>(size));
}

template <class Integer>
char* write_fixed(char* to, Integer number) noexcept {
    return store(write_size(to, sizeof(Integer)), number);
}

/// A signed or unsigned value into a column of this width.
template <class Integer>
char* write_integer(char* to, const value_view& value) noexcept {
    using limits = std::numeric_limits<Integer>;
    const bool fits = value.kind() == value_kind::uint64
                          ? value.unsigned_integer() <= static_cast<std::uint64_t>(limits::max())
                          : value.integer() >= limits::min() && value.integer() <= limits::max();
    return fits ? write_fixed(to, static_cast<Integer>(value.integer())) : nullptr;
}

char* write_boolean(char* to, const value_view& value) noexcept {
    return write_fixed(to, static_cast<std::int8_t>(value.boolean()));
}

char* write_numeric(char* to, const value_view& value) noexcept {
    char* const end = store_numeric(to + sizeof(std::int32_t), value.unsigned_integer());
    write_size(to, static_cast<std::size_t>(end - to) - sizeof(std::int32_t));
    return end;
}

char* write_float4(char* to, const value_view& value) noexcept {
    return write_fixed(to, std::bit_cast<std::int32_t>(static_cast<float>(value.number())));
}

char* write_float8(char* to, const value_view& value) noexcept {
    return write_fixed(to, std::bit_cast<std::int64_t>(value.number()));
}

char* write_date(char* to, const value_view& value) noexcept {
    const bool fits = value.integer() >= earliest_date && value.integer() <= latest_date;
    return fits ? write_fixed(to, static_cast<std::int32_t>(value.integer() - days_from_1970_to_2000)) : nullptr;
}

char* write_timestamp(char* to, const value_view& value) noexcept {
    const bool fits = value.integer() >= earliest_timestamp;
    return fits ? write_fixed(to, value.integer() - microseconds_from_1970_to_2000) : nullptr;
}

/// Text, bytes, UUIDs: `prefix` stands in front.
char* write_content(char* to, const value_view& value, std::string_view prefix) noexcept {
    const std::string_view content{reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()};
    const bool holds_nul = value.kind() == value_kind::text && content.find('\0') != std::string_view::npos;
    if (holds_nul || content.size() > greatest_field) {
        return nullptr;
    }
    to = write_size(to, prefix.size() + content.size());
    to += prefix.copy(to, prefix.size());
    return to + content.copy(to, content.size());
}

char* write_as_it_is(char* to, const value_view& value) noexcept {
    return write_content(to, value, {});
}

char* write_jsonb(char* to, const value_view& value) noexcept {
    return write_content(to, value, {&jsonb_version, 1});
}

value_view decode_timestamp(std::int64_t since_2000) {
    if (since_2000 == std::numeric_limits<std::int64_t>::max()) {
        return value_view::of_text("infinity");
    }
    if (since_2000 == std::numeric_limits<std::int64_t>::min()) {
        return value_view::of_text("-infinity");
    }
    if (since_2000 > std::numeric_limits<std::int64_t>::max() - microseconds_from_1970_to_2000) {
        throw mapping_error{"a timestamp is behind the year 294247, the last one that microseconds since 1970 in 64 "
                            "bits can tell; select it as text"};
    }
    return value_view::of_timestamp(since_2000 + microseconds_from_1970_to_2000);
}

value_view decode_date(std::int32_t since_2000) {
    if (since_2000 == std::numeric_limits<std::int32_t>::max()) {
        return value_view::of_text("infinity");
    }
    if (since_2000 == std::numeric_limits<std::int32_t>::min()) {
        return value_view::of_text("-infinity");
    }
    return value_view::of_date(since_2000 + days_from_1970_to_2000);
}

value_view decode_numeric(std::string_view bytes, scratch& temporaries) {
    std::string text;
    append_numeric_text(text, bytes);
    return value_view::of_text(temporaries.keep(text));
}

unsigned hexadecimal_digit(char c) noexcept {
    return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/// "\x6869"; bytea_output is hex since PostgreSQL 9.0, and open() asks for it.
value_view decode_hexadecimal(std::string_view text, scratch& temporaries) {
    assert(text.starts_with("\\x"));
    std::vector<std::byte> bytes(text.size() / 2 - 1);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(hexadecimal_digit(text[2 * i + 2]) * 16 + hexadecimal_digit(text[2 * i + 3]));
    }
    return value_view::of_bytes(temporaries.keep(std::span<const std::byte>{bytes}));
}

value_view decode_integer_text(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return value_view::of_int64(number);
}

}  // namespace

type_id parameter_type(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::boolean: return type::boolean;
    // No int2: functions and operators of smallint are rarer than those of integer, which every context converts from.
    case value_kind::int16:
    case value_kind::int32: return type::int4;
    case value_kind::int64: return type::int8;
    case value_kind::float32: return type::float4;
    case value_kind::float64: return type::float8;
    case value_kind::bytes: return type::bytea;
    case value_kind::date: return type::date;
    case value_kind::timestamp: return type::timestamptz;
    case value_kind::uuid: return type::uuid;
    // Inferred: text then goes into jsonb, enums and varchar alike, and uint64 meets bigint and numeric as they are.
    case value_kind::null:
    case value_kind::uint64:
    case value_kind::text: return type::inferred;
    }
    return type::inferred;
}

bool is_text_in_binary(type_id type) noexcept {
    switch (type) {
    case type::text:
    case type::varchar:
    case type::bpchar:
    case type::name:
    case type::json:
    case type::unknown: return true;
    default: return false;
    }
}

std::string_view storage_problem(const value_view& value) noexcept {
    switch (value.kind()) {
    case value_kind::text:
        if (value.text().find('\0') != std::string_view::npos) {
            return "the text holds a NUL character, which PostgreSQL cannot store; keep it in a field of bytes";
        }
        [[fallthrough]];
    case value_kind::bytes:
        return value.bytes().size() > greatest_field ? "the value is larger than the gigabyte that PostgreSQL takes"
                                                     : std::string_view{};
    case value_kind::date:
        return value.integer() < earliest_date || value.integer() > latest_date
                   ? "the date lies outside the years -4713 to 5874897 that PostgreSQL stores"
                   : std::string_view{};
    case value_kind::timestamp:
        return value.integer() < earliest_timestamp
                   ? "the timestamp lies before 4714-11-24 BC, the earliest that PostgreSQL stores"
                   : std::string_view{};
    default: return {};
    }
}

std::optional<wire_form> direct_form(value_kind kind, type_id column) noexcept {
    const auto one_of = [column](auto... types) {
        return ((column == types) || ...);
    };
    switch (kind) {
    case value_kind::int16:
    case value_kind::int32:
    case value_kind::int64:
    case value_kind::uint64:
        switch (column) {
        case type::int2: return wire_form{type::int2, 1005};
        case type::int4: return wire_form{type::int4, 1007};
        case type::int8: return wire_form{type::int8, 1016};
        default: break;
        }
        break;
    case value_kind::float32:
        if (column == type::float8) {
            return wire_form{type::float8, 1022};
        }
        break;
    case value_kind::text:
        if (one_of(type::varchar, type::bpchar)) {
            return natural_form(kind);
        }
        if (column == type::json) {
            return wire_form{type::json, 199};
        }
        if (column == type::jsonb) {
            return wire_form{type::jsonb, 3807};
        }
        break;
    case value_kind::timestamp:
        if (column == type::timestamp) {  // the same number, and the session's time zone is UTC
            return wire_form{type::timestamp, 1115};
        }
        break;
    default: break;
    }
    return natural_form(kind).element == column ? std::optional{natural_form(kind)} : std::nullopt;
}

wire_form natural_form(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::boolean: return {type::boolean, 1000};
    case value_kind::int16: return {type::int2, 1005};
    case value_kind::int32: return {type::int4, 1007};
    case value_kind::int64: return {type::int8, 1016};
    case value_kind::uint64: return {type::numeric, 1231};
    case value_kind::float32: return {type::float4, 1021};
    case value_kind::float64: return {type::float8, 1022};
    case value_kind::null:
    case value_kind::text: return {type::text, 1009};
    case value_kind::bytes: return {type::bytea, 1001};
    case value_kind::date: return {type::date, 1182};
    case value_kind::timestamp: return {type::timestamptz, 1185};
    case value_kind::uuid: return {type::uuid, 2951};
    }
    return {type::text, 1009};
}

element_writer element_writer_for(type_id element) noexcept {
    switch (element) {
    case type::boolean: return write_boolean;
    case type::int2: return write_integer<std::int16_t>;
    case type::int4: return write_integer<std::int32_t>;
    case type::int8: return write_integer<std::int64_t>;
    case type::numeric: return write_numeric;
    case type::float4: return write_float4;
    case type::float8: return write_float8;
    case type::date: return write_date;
    case type::timestamp:
    case type::timestamptz: return write_timestamp;
    case type::jsonb: return write_jsonb;
    default: return write_as_it_is;
    }
}

std::string_view element_problem(const value_view& value) noexcept {
    const std::string_view problem = storage_problem(value);
    return problem.empty() ? "the number does not fit into the column; give the column a wider type" : problem;
}

bool has_known_binary_form(type_id type) noexcept {
    switch (type) {
    case type::boolean:
    case type::bytea:
    case type::one_char:
    case type::int8:
    case type::int2:
    case type::int4:
    case type::oid:
    case type::float4:
    case type::float8:
    case type::date:
    case type::timestamp:
    case type::timestamptz:
    case type::numeric:
    case type::void_:
    case type::uuid:
    case type::jsonb: return true;
    default: return is_text_in_binary(type);
    }
}

field_reader binary_reader_for(type_id type) noexcept {
    switch (type) {
    case type::boolean:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_boolean(bytes[0] != 0);
        };
    case type::int2:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int16(load<std::int16_t>(bytes.data()));
        };
    case type::int4:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int32(load<std::int32_t>(bytes.data()));
        };
    case type::int8:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int64(load<std::int64_t>(bytes.data()));
        };
    case type::oid:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int64(load<std::uint32_t>(bytes.data()));
        };
    case type::float4:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_float32(std::bit_cast<float>(load<std::int32_t>(bytes.data())));
        };
    case type::float8:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_float64(std::bit_cast<double>(load<std::int64_t>(bytes.data())));
        };
    case type::bytea:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_bytes(std::as_bytes(std::span{bytes}));
        };
    case type::date:
        return [](std::string_view bytes, scratch&) {
            return decode_date(load<std::int32_t>(bytes.data()));
        };
    case type::timestamp:
    case type::timestamptz:
        return [](std::string_view bytes, scratch&) {
            return decode_timestamp(load<std::int64_t>(bytes.data()));
        };
    case type::numeric: return decode_numeric;
    case type::uuid:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_uuid(reinterpret_cast<const std::byte*>(bytes.data()));
        };
    case type::jsonb:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_text(bytes.substr(1));
        };
    default:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_text(bytes);
        };
    }
}

field_reader text_reader_for(type_id type) noexcept {
    switch (type) {
    case type::boolean:
        return [](std::string_view text, scratch&) {
            return value_view::of_boolean(text == "t");
        };
    case type::int2:
    case type::int4:
    case type::int8:
    case type::oid:
        return [](std::string_view text, scratch&) {
            return decode_integer_text(text);
        };
    case type::bytea: return decode_hexadecimal;
    default:
        return [](std::string_view text, scratch&) {
            return value_view::of_text(text);
        };
    }
}

bool is_never_empty(type_id type) noexcept {
    return has_known_binary_form(type) && !is_text_in_binary(type) && type != type::bytea && type != type::void_ &&
           type != type::one_char;
}

}  // namespace aludel::postgresql
