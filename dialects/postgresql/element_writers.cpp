// SPDX-License-Identifier: BSL-1.0
#include "values.hpp"

#include <bit>
#include <limits>

#include "numeric.hpp"
#include "wire.hpp"

namespace aludel::postgresql {
namespace {

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

}  // namespace

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

}  // namespace aludel::postgresql
