// SPDX-License-Identifier: BSL-1.0
#include "row.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>

#include <aludel/model/text_format.hpp>

namespace aludel::mysql {
namespace {

constexpr unsigned int binary_character_set = 63;

std::size_t width_of(enum_field_types type) {
    switch (type) {
    case MYSQL_TYPE_TINY: return 1;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR: return 2;
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_FLOAT: return 4;
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_DOUBLE: return 8;
    default: return 0;
    }
}

bool is_binary(const MYSQL_FIELD& field) {
    switch (field.type) {
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
    case MYSQL_TYPE_JSON: return false;  // digits and JSON text, although the character set says "binary"
    case MYSQL_TYPE_BIT:
    case MYSQL_TYPE_GEOMETRY: return true;
    default: return field.charsetnr == binary_character_set;
    }
}

/// An unsigned number of `Bytes` bytes, the least significant first.
template <std::size_t Bytes>
std::uint64_t load(const unsigned char* from) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < Bytes; ++i) {
        number |= std::uint64_t{from[i]} << (8 * i);
    }
    return number;
}

struct moment {
    unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0;
};

/// Zeros at the end are left out: 0, 4, 7 or 11 bytes.
moment load_moment(const unsigned char* from, std::size_t size) {
    moment read;
    if (size >= 4) {
        read.year = static_cast<unsigned>(load<2>(from));
        read.month = from[2];
        read.day = from[3];
    }
    if (size >= 7) {
        read.hour = from[4];
        read.minute = from[5];
        read.second = from[6];
    }
    if (size >= 11) {
        read.microsecond = static_cast<unsigned>(load<4>(from + 7));
    }
    return read;
}

value_view printed(std::array<char, 32>& text, int length) {
    return value_view::of_text({text.data(), std::min(static_cast<std::size_t>(length), text.size() - 1)});
}

}  // namespace

void result_row::describe(std::span<const MYSQL_FIELD> fields) {
    columns_.resize(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        columns_[i].type = fields[i].type;
        columns_[i].is_unsigned = (fields[i].flags & UNSIGNED_FLAG) != 0;
        columns_[i].is_binary = is_binary(fields[i]);
        columns_[i].fixed_width = width_of(fields[i].type);
    }
}

void result_row::note_column(void* row, unsigned int index, unsigned char** position) {
    column& noted = static_cast<result_row*>(row)->columns_[index];
    if (position == nullptr) {
        noted.value = nullptr;
        return;
    }
    noted.size = noted.fixed_width != 0 ? noted.fixed_width : mysql_net_field_length(position);
    noted.value = *position;
    *position += noted.size;
}

void result_row::keep() {
    const auto has_value = [](const column& each) {
        return each.value != nullptr;
    };
    const auto first = std::find_if(columns_.begin(), columns_.end(), has_value);
    if (first == columns_.end()) {
        return;
    }
    const column& last = *std::find_if(columns_.rbegin(), columns_.rend(), has_value);
    const unsigned char* const begin = first->value;
    const auto size = static_cast<std::size_t>(last.value + last.size - begin);
    kept_.resize(size + 1);  // never without an address, which would mean NULL
    std::copy_n(begin, size, kept_.data());
    for (column& each : columns_) {
        each.value = has_value(each) ? kept_.data() + (each.value - begin) : nullptr;
    }
}

void result_row::read(std::span<value_view> row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        row[i] = columns_[i].value == nullptr ? value_view{} : read_column(columns_[i]);
    }
}

value_view result_row::read_column(column& column) {
    switch (column.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONGLONG: return read_integer(column);
    case MYSQL_TYPE_FLOAT:
        return value_view::of_float32(std::bit_cast<float>(static_cast<std::uint32_t>(load<4>(column.value))));
    case MYSQL_TYPE_DOUBLE: return value_view::of_float64(std::bit_cast<double>(load<8>(column.value)));
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP: return read_moment(column);
    case MYSQL_TYPE_TIME: return read_time(column);
    case MYSQL_TYPE_NULL: return {};
    default: break;
    }
    if (column.is_binary) {
        return value_view::of_bytes(std::as_bytes(std::span{column.value, column.size}));
    }
    return value_view::of_text({reinterpret_cast<const char*>(column.value), column.size});
}

value_view result_row::read_integer(const column& column) {
    const unsigned char* const from = column.value;
    switch (column.fixed_width) {
    case 1: return value_view::of_int16(column.is_unsigned ? *from : static_cast<std::int8_t>(*from));
    case 2: {
        const auto number = static_cast<std::uint16_t>(load<2>(from));
        return column.is_unsigned ? value_view::of_int32(number)
                                  : value_view::of_int16(static_cast<std::int16_t>(number));
    }
    case 4: {
        const auto number = static_cast<std::uint32_t>(load<4>(from));
        return column.is_unsigned ? value_view::of_int64(number)
                                  : value_view::of_int32(static_cast<std::int32_t>(number));
    }
    default: break;
    }
    const std::uint64_t number = load<8>(from);
    return column.is_unsigned ? value_view::of_uint64(number) : value_view::of_int64(static_cast<std::int64_t>(number));
}

value_view result_row::read_moment(column& column) {
    const moment read = load_moment(column.value, column.size);
    if (read.month == 0 || read.day == 0) {
        // '0000-00-00' and its like are no dates: as text they reach the field as a value that is malformed.
        return printed(column.text, std::snprintf(column.text.data(), column.text.size(), "%04u-%02u-%02u", read.year,
                                                  read.month, read.day));
    }
    const text_format::civil_date date{.year = static_cast<std::int32_t>(read.year),
                                       .month = static_cast<std::uint8_t>(read.month),
                                       .day = static_cast<std::uint8_t>(read.day)};
    if (column.type == MYSQL_TYPE_DATE) {
        return value_view::of_date(text_format::days_from_civil(date));
    }
    return value_view::of_timestamp(
        text_format::microseconds_from_civil({.date = date,
                                              .hour = static_cast<std::uint8_t>(read.hour),
                                              .minute = static_cast<std::uint8_t>(read.minute),
                                              .second = static_cast<std::uint8_t>(read.second),
                                              .microsecond = read.microsecond}));
}

/// A duration of up to 838 hours: sign, days, hours, minutes, seconds, and microseconds if there are any.
value_view result_row::read_time(column& column) {
    const unsigned char* const from = column.value;
    if (column.size < 8) {
        return value_view::of_text("00:00:00");
    }
    const bool is_negative = from[0] != 0;
    const auto hours = static_cast<unsigned>(load<4>(from + 1)) * 24 + from[5];
    const auto microseconds = column.size >= 12 ? static_cast<unsigned>(load<4>(from + 8)) : 0;
    const char* const format = microseconds != 0 ? "%s%02u:%02u:%02u.%06u" : "%s%02u:%02u:%02u";
    return printed(column.text, std::snprintf(column.text.data(), column.text.size(), format, is_negative ? "-" : "",
                                              hours, unsigned{from[6]}, unsigned{from[7]}, microseconds));
}

}  // namespace aludel::mysql
