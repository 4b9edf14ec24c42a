// SPDX-License-Identifier: BSL-1.0
#include "parameters.hpp"

#include <algorithm>
#include <cmath>

#include <aludel/model/text_format.hpp>

namespace aludel::mysql {
namespace {

// The driver takes pointers to non-const, and only reads them.
my_bool a_null = 1;
my_bool no_null = 0;

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

const char* why_number_or_time_not_storable(const value_view& value, const capabilities& facts) noexcept {
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

std::size_t parameter_binds::take(std::span<const value_view> values) {
    MYSQL_BIND* const places = binds();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const value_view& value = values[i];
        MYSQL_BIND& to = places[i];
        set_type(to, value);
        to.is_null = value.is_null() ? &a_null : &no_null;
        bytes += 12;  // the longest fixed width, or type and length
        if (value.is_null()) {
            to.buffer = nullptr;
        } else if (value.borrows()) {
            // The driver takes a null pointer for NULL, also where the text is merely empty.
            to.buffer =
                value.bytes().empty() ? static_cast<void*>(&scalars_[i]) : const_cast<std::byte*>(value.bytes().data());
            to.buffer_length = value.bytes().size();
            bytes += to.buffer_length;
        } else if (value.kind() == value_kind::timestamp && times_as_text_) {
            bind_time_text(to, i, value);
            bytes += to.buffer_length;
        } else if (value.kind() == value_kind::date || value.kind() == value_kind::timestamp) {
            bind_time(to, i, value);
        } else {
            bind_scalar(to, scalars_[i], value);
        }
    }
    return bytes;
}

void parameter_binds::set_type(MYSQL_BIND& to, const value_view& value) {
    const value_kind kind = value.declared_kind();
    const bool is_text = kind == value_kind::timestamp && times_as_text_;
    const enum_field_types type = is_text ? MYSQL_TYPE_STRING : wire_type(kind);
    const my_bool is_unsigned = kind == value_kind::uint64;
    types_changed_ = types_changed_ || to.buffer_type != type || to.is_unsigned != is_unsigned;
    to.buffer_type = type;
    to.is_unsigned = is_unsigned;
}

bool parameter_binds::bind_to(MYSQL_STMT* statement) {
    if (binds_.empty() || (bound_ == statement && !types_changed_)) {
        return true;
    }
    forget_statement();
    types_changed_ = false;
    if (mysql_stmt_bind_param(statement, binds_.data()) != 0) {
        return false;
    }
    bound_ = statement;
    return true;
}

void parameter_binds::forget_statement() noexcept {
    if (bound_ == nullptr) {
        return;
    }
    std::copy_n(bound_->params, binds_.size(), binds_.data());
    for (MYSQL_BIND& bind : binds_) {
        bind.length = nullptr;  // the driver had made it point into its own copy
    }
    bound_ = nullptr;
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

void parameter_binds::bind_time(MYSQL_BIND& to, std::size_t index, const value_view& value) {
    if (times_.empty()) {
        times_.resize(binds_.size());
    }
    times_[index] = split_time(value);
    to.buffer = &times_[index];
}

void parameter_binds::bind_time_text(MYSQL_BIND& to, std::size_t index, const value_view& value) {
    if (time_texts_.empty()) {
        time_texts_.resize(binds_.size());
    }
    std::string& text = time_texts_[index];
    text.clear();
    text_format::append_timestamp(text, value.integer());
    to.buffer = text.data();
    to.buffer_length = text.size();
}

}  // namespace aludel::mysql
