// SPDX-License-Identifier: BSL-1.0
#include "values.hpp"

#include <bit>
#include <charconv>
#include <limits>
#include <vector>

#include <aludel/error.hpp>

#include "numeric.hpp"
#include "time_text.hpp"
#include "wire.hpp"

namespace aludel::postgresql {
namespace {

/// Not asserted: what comes off a wire is not the program's own.
[[noreturn, gnu::cold]] void refuse_field() {
    throw connection_lost{"the server sent a value that its type does not have; it is no PostgreSQL, or something "
                          "between here and there changes what it sends",
                          {.connection_is_usable = false}};
}

template <class Integer>
Integer load_all(std::string_view bytes) {
    if (bytes.size() != sizeof(Integer)) [[unlikely]] {
        refuse_field();
    }
    return load<Integer>(bytes.data());
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
    if (since_2000 > std::numeric_limits<std::int32_t>::max() - days_from_1970_to_2000) {
        refuse_field();  // behind the last date that a server has
    }
    return value_view::of_date(since_2000 + days_from_1970_to_2000);
}

value_view decode_numeric(std::string_view bytes, scratch& temporaries) {
    if (!is_numeric(bytes)) {
        refuse_field();
    }
    std::string text;
    append_numeric_text(text, bytes);
    return value_view::of_text(temporaries.keep(text));
}

/// 16 for what is no digit.
unsigned hexadecimal_digit(char c) noexcept {
    if (const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'}; digit <= 9) {
        return digit;
    }
    const unsigned letter = (static_cast<unsigned char>(c) | 0x20u) - unsigned{'a'};
    return letter <= 5 ? letter + 10 : 16;
}

/// `hi\000\\`: what is no printable ASCII stands as three octal digits, a backslash twice.
value_view decode_escaped(std::string_view text, scratch& temporaries) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = static_cast<unsigned char>(text[i]);
        if (text[i] == '\\' && text.substr(i, 2) == "\\\\") {
            ++i;
        } else if (text[i] == '\\') {
            code = 0;
            for (const char digit : text.substr(i + 1, 3)) {
                code = digit >= '0' && digit <= '7' ? code * 8 + static_cast<unsigned>(digit - '0') : 256;
            }
            if (i + 3 >= text.size() || code > 255) {
                refuse_field();
            }
            i += 3;
        }
        bytes.push_back(static_cast<std::byte>(code));
    }
    return value_view::of_bytes(temporaries.keep(std::span<const std::byte>{bytes}));
}

/// `\x6869`; bytea_output is hex since PostgreSQL 9.0, and open() asks for it, but behind a pooler another server may
/// answer.
value_view decode_bytea(std::string_view text, scratch& temporaries) {
    if (!text.starts_with("\\x")) {
        return decode_escaped(text, temporaries);
    }
    if (text.size() % 2 != 0) {
        refuse_field();
    }
    std::vector<std::byte> bytes(text.size() / 2 - 1);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const unsigned high = hexadecimal_digit(text[2 * i + 2]);
        const unsigned low = hexadecimal_digit(text[2 * i + 3]);
        if (high > 15 || low > 15) {
            refuse_field();
        }
        bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return value_view::of_bytes(temporaries.keep(std::span<const std::byte>{bytes}));
}

value_view decode_integer_text(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) {
        refuse_field();
    }
    return value_view::of_int64(number);
}

}  // namespace

field_reader binary_reader_for(type_id type) noexcept {
    switch (type) {
    case type::boolean:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_boolean(load_all<std::int8_t>(bytes) != 0);
        };
    case type::int2:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int16(load_all<std::int16_t>(bytes));
        };
    case type::int4:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int32(load_all<std::int32_t>(bytes));
        };
    case type::int8:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int64(load_all<std::int64_t>(bytes));
        };
    case type::oid:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_int64(load_all<std::uint32_t>(bytes));
        };
    case type::float4:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_float32(std::bit_cast<float>(load_all<std::int32_t>(bytes)));
        };
    case type::float8:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_float64(std::bit_cast<double>(load_all<std::int64_t>(bytes)));
        };
    case type::bytea:
        return [](std::string_view bytes, scratch&) {
            return value_view::of_bytes(std::as_bytes(std::span{bytes}));
        };
    case type::date:
        return [](std::string_view bytes, scratch&) {
            return decode_date(load_all<std::int32_t>(bytes));
        };
    case type::timestamp:
    case type::timestamptz:
        return [](std::string_view bytes, scratch&) {
            return decode_timestamp(load_all<std::int64_t>(bytes));
        };
    case type::numeric: return decode_numeric;
    case type::uuid:
        return [](std::string_view bytes, scratch&) {
            if (bytes.size() != 16) [[unlikely]] {
                refuse_field();
            }
            return value_view::of_uuid(reinterpret_cast<const std::byte*>(bytes.data()));
        };
    case type::jsonb:
        return [](std::string_view bytes, scratch&) {
            if (bytes.empty()) [[unlikely]] {
                refuse_field();
            }
            return value_view::of_text(bytes.substr(1));  // behind the version
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
    case type::bytea: return decode_bytea;
    case type::date:
        return [](std::string_view text, scratch&) {
            return decode_date_text(text);
        };
    case type::timestamp:
    case type::timestamptz:
        return [](std::string_view text, scratch&) {
            return decode_timestamp_text(text);
        };
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
