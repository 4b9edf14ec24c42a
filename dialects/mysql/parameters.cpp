// SPDX-License-Identifier: BSL-1.0
#include "parameters.hpp"

#include <cmath>

#include <aludel/model/text_format.hpp>

namespace aludel::mysql {
namespace {

my_bool a_null = 1;  // the driver takes a pointer to non-const, and only reads it

bool lies_within(std::int64_t value, std::int64_t earliest, std::int64_t latest) {
    return value >= earliest && value <= latest;
}

}  // namespace

enum_field_types wire_type(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::boolean: return MYSQL_TYPE_TINY;
    case value_kind::int16: return MYSQL_TYPE_SHORT;
    case value_kind::int32: return MYSQL_TYPE_LONG;
    case value_kind::int64:
    case value_kind::uint64: return MYSQL_TYPE_LONGLONG;
    case value_kind::float32: return MYSQL_TYPE_FLOAT;
    case value_kind::float64: return MYSQL_TYPE_DOUBLE;
    case value_kind::text: return MYSQL_TYPE_STRING;
    case value_kind::bytes:
    case value_kind::uuid: return MYSQL_TYPE_BLOB;
    case value_kind::date: return MYSQL_TYPE_DATE;
    case value_kind::timestamp: return MYSQL_TYPE_DATETIME;
    case value_kind::null: break;
    }
    return MYSQL_TYPE_NULL;
}

MYSQL_TIME split_time(const value_view& value) noexcept {
    text_format::civil_time split{};
    const bool is_date = value.kind() == value_kind::date;
    if (is_date) {
        split.date = text_format::civil_from_days(static_cast<std::int32_t>(value.integer()));
    } else {
        split = text_format::civil_from_microseconds(value.integer());
    }
    MYSQL_TIME time{};
    time.year = static_cast<unsigned>(split.date.year);
    time.month = split.date.month;
    time.day = split.date.day;
    time.hour = split.hour;
    time.minute = split.minute;
    time.second = split.second;
    time.second_part = split.microsecond;
    time.time_type = is_date ? MYSQL_TIMESTAMP_DATE : MYSQL_TIMESTAMP_DATETIME;
    return time;
}

const char* why_not_storable(const value_view& value, const capabilities& facts) noexcept {
    switch (value.kind()) {
    case value_kind::float32:
    case value_kind::float64:
        return std::isfinite(value.number()) ? nullptr
                                             : "is NaN or infinity, which MySQL and MariaDB cannot store; use an "
                                               "empty std::optional in its place";
    case value_kind::date:
        return lies_within(value.integer(), facts.earliest_date, facts.latest_date)
                   ? nullptr
                   : "is a date outside the years 1 to 9999, which are all that MySQL and MariaDB store";
    case value_kind::timestamp:
        return lies_within(value.integer(), facts.earliest_timestamp, facts.latest_timestamp)
                   ? nullptr
                   : "is a time outside the years 1 to 9999, which are all that MySQL and MariaDB store";
    default: return nullptr;
    }
}

parameter_binds::parameter_binds(std::size_t count, bool times_as_text)
    : binds_(count, MYSQL_BIND{}), scalars_(count), times_as_text_{times_as_text} {}

std::size_t parameter_binds::bind(std::span<const value_view> values) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const value_view& value = values[i];
        MYSQL_BIND& to = binds_[i];
        to.buffer_type = wire_type(value.declared_kind());
        to.is_unsigned = value.declared_kind() == value_kind::uint64;
        to.is_null = value.is_null() ? &a_null : nullptr;
        bytes += 12;  // the longest fixed width, or type and length
        if (value.is_null()) {
            to.buffer = nullptr;
        } else if (value.borrows()) {
            to.buffer = const_cast<std::byte*>(value.bytes().data());
            to.buffer_length = value.bytes().size();
            // The driver takes a null pointer for NULL, also where the text is merely empty.
            to.buffer = to.buffer == nullptr ? &scalars_[i] : to.buffer;
            bytes += to.buffer_length;
        } else if (value.kind() == value_kind::timestamp && times_as_text_) {
            bind_time_text(i, value);
            bytes += to.buffer_length;
        } else if (value.kind() == value_kind::date || value.kind() == value_kind::timestamp) {
            bind_time(i, value);
        } else {
            bind_scalar(to, scalars_[i], value);
        }
    }
    return bytes;
}

void parameter_binds::bind_scalar(MYSQL_BIND& to, scalar& slot, const value_view& value) {
    switch (value.kind()) {
    case value_kind::boolean: slot.tiny = static_cast<std::int8_t>(value.boolean()); break;
    case value_kind::int16: slot.small = static_cast<std::int16_t>(value.integer()); break;
    case value_kind::int32: slot.medium = static_cast<std::int32_t>(value.integer()); break;
    case value_kind::float32: slot.single = static_cast<float>(value.number()); break;
    case value_kind::float64: slot.twice = value.number(); break;
    default: slot.large = value.integer(); break;
    }
    to.buffer = &slot;
}

void parameter_binds::bind_time(std::size_t index, const value_view& value) {
    if (times_.empty()) {
        times_.resize(binds_.size());
    }
    times_[index] = split_time(value);
    binds_[index].buffer = &times_[index];
}

void parameter_binds::bind_time_text(std::size_t index, const value_view& value) {
    if (time_texts_.empty()) {
        time_texts_.resize(binds_.size());
    }
    std::string& text = time_texts_[index];
    text.clear();
    text_format::append_timestamp(text, value.integer());
    binds_[index].buffer_type = MYSQL_TYPE_STRING;
    binds_[index].buffer = text.data();
    binds_[index].buffer_length = text.size();
}

}  // namespace aludel::mysql
