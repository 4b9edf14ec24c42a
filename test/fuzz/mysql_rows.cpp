// SPDX-License-Identifier: BSL-1.0
// Rows in MySQL's binary protocol. The driver finds where values begin; all that is inside of them is read here.
#include <algorithm>
#include <array>
#include <vector>

#include <aludel/model/decode.hpp>

#include "dialects/mysql/parameters.hpp"
#include "dialects/mysql/row.hpp"
#include "dialects/sqlite/limits.hpp"
#include "fuzzing.hpp"

namespace {

using aludel::value_kind;
using aludel::value_view;
using aludel::mysql::result_row;
using fuzzing::require;

constexpr std::array types{MYSQL_TYPE_TINY,   MYSQL_TYPE_SHORT,    MYSQL_TYPE_YEAR,       MYSQL_TYPE_LONG,
                           MYSQL_TYPE_INT24,  MYSQL_TYPE_LONGLONG, MYSQL_TYPE_FLOAT,      MYSQL_TYPE_DOUBLE,
                           MYSQL_TYPE_DATE,   MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP,  MYSQL_TYPE_TIME,
                           MYSQL_TYPE_STRING, MYSQL_TYPE_BLOB,     MYSQL_TYPE_NEWDECIMAL, MYSQL_TYPE_JSON,
                           MYSQL_TYPE_BIT,    MYSQL_TYPE_GEOMETRY, MYSQL_TYPE_NULL};

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

/// Columns and the bytes of one row, which a server could have sent.
struct sent_row {
    std::vector<MYSQL_FIELD> fields;
    std::vector<bool> nulls;
    std::vector<unsigned char> bytes;

    void add(enum_field_types type, unsigned flags, unsigned charset, std::string_view value, bool is_null) {
        MYSQL_FIELD field{};
        field.type = type;
        field.flags = flags;
        field.charsetnr = charset;
        fields.push_back(field);
        nulls.push_back(is_null);
        if (is_null) {
            return;
        }
        const std::size_t width = width_of(type);
        if (width == 0) {
            bytes.push_back(static_cast<unsigned char>(value.size()));
        }
        bytes.insert(bytes.end(), value.begin(), value.end());
        bytes.insert(bytes.end(), width > value.size() ? width - value.size() : 0, 0);
    }
};

sent_row row_of(fuzzing::reader& input) {
    sent_row row;
    while (!input.is_at_end() && row.fields.size() < 64) {
        const auto choice = input.take_number<std::uint8_t>();
        const enum_field_types type = types[choice % types.size()];
        const std::size_t width = width_of(type);
        const bool is_null = type == MYSQL_TYPE_NULL || choice >= 250;
        const std::string_view value = is_null      ? std::string_view{}
                                       : width != 0 ? input.take(width)
                                                    : input.take_text();
        row.add(type, choice >= 100 ? UNSIGNED_FLAG : 0, choice % 2 == 0 ? 63 : 45, value, is_null);
    }
    return row;
}

std::vector<value_view> read(result_row& row, sent_row& sent) {
    row.describe(sent.fields);
    unsigned char* position = sent.bytes.data();
    for (unsigned i = 0; i < sent.fields.size(); ++i) {
        result_row::note_column(&row, i, sent.nulls[i] ? nullptr : &position);
    }
    std::vector<value_view> values(sent.fields.size());
    row.read(values);
    std::for_each(values.begin(), values.end(), &fuzzing::look_at);
    return values;
}

void check_row(sent_row sent) {
    result_row row;
    std::vector<value_view> values = read(row, sent);
    std::vector<aludel::value> held;
    for (const value_view& each : values) {
        held.emplace_back(each);
    }
    row.keep();
    std::fill(sent.bytes.begin(), sent.bytes.end(), 0xee);
    row.read(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        require(same_value(values[i], held[i].view()), "a row that was kept says the same");
    }
}

std::string bytes_of(const MYSQL_TIME& time, bool with_time) {
    std::string bytes{static_cast<char>(time.year & 0xff), static_cast<char>(time.year >> 8),
                      static_cast<char>(time.month), static_cast<char>(time.day)};
    if (with_time) {
        bytes += static_cast<char>(time.hour);
        bytes += static_cast<char>(time.minute);
        bytes += static_cast<char>(time.second);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes += static_cast<char>(time.second_part >> shift & 0xff);
        }
    }
    return bytes;
}

/// A date or a time as it is sent is read back.
void check_time(const value_view& value) {
    const bool is_date = value.kind() == value_kind::date;
    const std::int64_t least = is_date ? aludel::sqlite::earliest_date + 366 : aludel::sqlite::earliest_timestamp;
    const std::int64_t greatest = is_date ? aludel::sqlite::latest_date : aludel::sqlite::latest_timestamp;
    if (value.integer() < least || value.integer() > greatest) {
        return;  // not stored by these servers
    }
    sent_row sent;
    sent.add(is_date ? MYSQL_TYPE_DATE : MYSQL_TYPE_DATETIME, 0, 63,
             bytes_of(aludel::mysql::split_time(value), !is_date), false);
    result_row row;
    require(same_value(read(row, sent).front(), value), "a time that was sent is read back");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes = fuzzing::bytes_of(data, size);
    fuzzing::reader input{bytes};
    check_row(row_of(input));
    fuzzing::reader numbers{bytes};
    check_time(numbers.take_value_of(value_kind::timestamp));
    check_time(numbers.take_value_of(value_kind::date));
    return 0;
}
