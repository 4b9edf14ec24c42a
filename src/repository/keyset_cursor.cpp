// SPDX-License-Identifier: BSL-1.0
// A cursor is base64url (RFC 4648, 5) without padding, of:
//   1 byte   the version of this form
//   4 bytes  which table and order it belongs to
//   for each column of the order: 0 for NULL, or 1 and the value: integers, dates, times and bits of floating numbers
//   as
//            8 bytes, the least significant first; text and bytes behind their length in 4 bytes; a UUID as its 16
//            bytes
//   4 bytes  a checksum of all that
// The checksum finds damage. It is no secret: a cursor that somebody made up names another place in the same order, and
// nothing else, since its values only ever become parameters.
#include <bit>
#include <cmath>

#include <aludel/error.hpp>

#include "filter_reading.hpp"
#include "keyset.hpp"

namespace aludel::detail {
namespace {

constexpr char form = 1;
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

[[noreturn]] void refuse_damaged() {
    throw usage_error{
        "the cursor is damaged: pass what a page's next or previous held, unchanged, or begin without one"};
}

[[noreturn]] void refuse_other_order(const table_description& table) {
    throw usage_error{"the cursor belongs to another table or order than this query of " + std::string{table.name} +
                          "; use it with the order_by that it came from, or begin without one",
                      {.table = std::string{table.name}}};
}

/// FNV-1a of 64 bits, folded.
std::uint32_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : bytes) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

void append_number(std::string& bytes, std::uint64_t number, int size) {
    for (int i = 0; i < size; ++i, number >>= 8) {
        bytes += static_cast<char>(number & 0xff);
    }
}

std::string name_of_order(const table_description& table, std::span<const keyset_step> steps) {
    std::string name;
    const auto append = [&name](std::string_view part) {
        append_number(name, part.size(), 4);
        name += part;
    };
    append(table.schema);
    append(table.name);
    for (const keyset_step& step : steps) {
        append(step.description().name);
        append_number(name, static_cast<std::uint64_t>(step.description().kind), 1);
        name += step.descending ? 'd' : 'a';
        name += !step.description().nullable ? 'n' : step.nulls_first ? 'f' : 'l';
    }
    return name;
}

void append_value(std::string& bytes, const value_view& given) {
    bytes += given.is_null() ? '\0' : '\1';
    if (given.is_null()) {
        return;
    }
    const auto own = given.borrows() ? given.bytes() : std::span<const std::byte>{};
    switch (given.kind()) {
    case value_kind::text:
    case value_kind::bytes: append_number(bytes, own.size(), 4); [[fallthrough]];
    case value_kind::uuid: bytes.append(reinterpret_cast<const char*>(own.data()), own.size()); return;
    case value_kind::float32:
    case value_kind::float64: append_number(bytes, std::bit_cast<std::uint64_t>(given.number()), 8); return;
    default: append_number(bytes, given.unsigned_integer(), 8);
    }
}

std::string as_text(std::string_view bytes) {
    std::string text;
    std::uint32_t waiting = 0;
    int bits = 0;
    for (const char c : bytes) {
        waiting = waiting << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) {
            text += digits[waiting >> (bits - 6) & 0x3f];
        }
    }
    if (bits > 0) {
        text += digits[waiting << (6 - bits) & 0x3f];
    }
    return text;
}

/// Nothing for text that as_text makes of no bytes.
std::string as_bytes(std::string_view text) {
    std::string bytes;
    std::uint32_t waiting = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos) {
            return {};
        }
        waiting = waiting << 6 | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(waiting >> bits & 0xff);
        }
    }
    return as_text(bytes) == text ? bytes : std::string{};
}

/// Takes parts from the front, and refuses text that ends before its parts do.
class cursor_reader {
public:
    explicit cursor_reader(std::string_view bytes) : bytes_{bytes} {}

    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) {
            refuse_damaged();
        }
        const std::string_view part = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return part;
    }
    std::uint64_t take_number(std::size_t size) {
        const std::string_view part = take(size);
        std::uint64_t number = 0;
        for (std::size_t i = size; i-- > 0;) {
            number = number << 8 | static_cast<unsigned char>(part[i]);
        }
        return number;
    }
    value take_value(const column_description& column);
    [[nodiscard]] bool is_at_end() const noexcept { return bytes_.empty(); }

private:
    std::string_view bytes_;
};

value cursor_reader::take_value(const column_description& column) {
    const std::uint64_t is_there = take_number(1);
    if (is_there > 1 || (is_there == 0 && !column.nullable)) {
        refuse_damaged();
    }
    if (is_there == 0) {
        return value{value_view::null_of(column.kind)};
    }
    const auto bytes_of = [](std::string_view text) {
        return std::as_bytes(std::span{text});
    };
    switch (column.kind) {
    case value_kind::text: {
        const std::string_view text = take(take_number(4));
        std::string without_nul{text};  // which some databases store
        std::erase(without_nul, '\0');
        if (!is_storable_text(without_nul)) {
            refuse_damaged();
        }
        return value{value_view::of_text(text)};
    }
    case value_kind::bytes: return value{value_view::of_bytes(bytes_of(take(take_number(4))))};
    case value_kind::uuid: return value{value_view::of_uuid(bytes_of(take(16)).data())};
    case value_kind::float32:
        return value{value_view::of_float32(static_cast<float>(std::bit_cast<double>(take_number(8))))};
    case value_kind::float64: return value{value_view::of_float64(std::bit_cast<double>(take_number(8)))};
    case value_kind::boolean: return value{value_view::of_boolean(take_number(8) != 0)};
    case value_kind::int16: return value{value_view::of_int16(static_cast<std::int16_t>(take_number(8)))};
    case value_kind::int32: return value{value_view::of_int32(static_cast<std::int32_t>(take_number(8)))};
    case value_kind::int64: return value{value_view::of_int64(static_cast<std::int64_t>(take_number(8)))};
    case value_kind::uint64: return value{value_view::of_uint64(take_number(8))};
    case value_kind::date: return value{value_view::of_date(static_cast<std::int32_t>(take_number(8)))};
    case value_kind::timestamp: return value{value_view::of_timestamp(static_cast<std::int64_t>(take_number(8)))};
    case value_kind::null: break;
    }
    refuse_damaged();
}

}  // namespace

std::string cursor_of(const table_description& table, std::span<const keyset_step> steps,
                      std::span<const value> values) {
    std::string bytes{form};
    append_number(bytes, hash_of(name_of_order(table, steps)), 4);
    for (const value& each : values) {
        append_value(bytes, each.view());
    }
    append_number(bytes, hash_of(bytes), 4);
    return as_text(bytes);
}

std::vector<value> values_of_cursor(std::string_view cursor, const table_description& table,
                                    std::span<const keyset_step> steps) {
    constexpr std::size_t around = 1 + 4 + 4;
    const std::string bytes = as_bytes(cursor);
    if (bytes.size() < around) {
        refuse_damaged();
    }
    const std::string_view signed_part = std::string_view{bytes}.substr(0, bytes.size() - 4);
    if (cursor_reader{std::string_view{bytes}.substr(signed_part.size())}.take_number(4) != hash_of(signed_part)) {
        refuse_damaged();
    }
    cursor_reader reader{signed_part};
    if (reader.take(1).front() != form) {
        throw usage_error{"the cursor was made by another version of aludel; begin without one"};
    }
    if (reader.take_number(4) != hash_of(name_of_order(table, steps))) {
        refuse_other_order(table);
    }
    std::vector<value> values;
    for (const keyset_step& step : steps) {
        values.push_back(reader.take_value(step.description()));
    }
    if (!reader.is_at_end()) {
        refuse_damaged();
    }
    return values;
}

}  // namespace aludel::detail
