// SPDX-License-Identifier: BSL-1.0
#include "values.hpp"

namespace aludel::postgresql {

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

}  // namespace aludel::postgresql
