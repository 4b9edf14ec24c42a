// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <aludel/model/scratch.hpp>
#include <aludel/model/value_view.hpp>

#include "types.hpp"

/// Values in PostgreSQL's binary and text formats, and back. No function here needs a server.
namespace aludel::postgresql {

// src/include/datatype/timestamp.h, the same in PostgreSQL 8.4 to 18: dates begin at Julian day 0 and end before
// 5874898-01-01, timestamps end before 294277-01-01, which is behind the last one that 64 bits since 1970 can tell.
inline constexpr std::int32_t days_from_1970_to_2000 = 10'957;
inline constexpr std::int64_t microseconds_from_1970_to_2000 = 946'684'800'000'000;
inline constexpr std::int32_t earliest_date = -2'451'545 + days_from_1970_to_2000;
inline constexpr std::int32_t latest_date = 2'145'031'948 + days_from_1970_to_2000;
inline constexpr std::int64_t earliest_timestamp = -211'813'488'000'000'000 + microseconds_from_1970_to_2000;

/// The greatest message that a server takes holds a gigabyte (PQ_LARGE_MESSAGE_LIMIT, libpq.h), and so does a field.
inline constexpr std::size_t greatest_field = (std::size_t{1} << 30) - 1024;

/// The type that a parameter of this kind is declared with; `type::inferred` leaves it to the server.
type_id parameter_type(value_kind kind) noexcept;

/// Whether the binary form of the type is its text.
bool is_text_in_binary(type_id type) noexcept;

/// Why PostgreSQL cannot hold the value in any column, with the cure; empty if it can.
std::string_view storage_problem(const value_view& value) noexcept;

/// A binary form that rows are sent in by COPY and in arrays.
struct wire_form {
    type_id element;
    type_id array;
};

/// The form in which a value of this kind goes into a column of this type without any conversion on the server.
std::optional<wire_form> direct_form(value_kind kind, type_id column) noexcept;

/// The form in which a value of this kind goes where the column wants another type.
wire_form natural_form(value_kind kind) noexcept;

/// Writes a value, not NULL, as COPY and arrays hold it: length, then bytes. Returns the end, or null where the value
/// does not fit; element_problem() then says why.
using element_writer = char* (*)(char* to, const value_view& value) noexcept;
element_writer element_writer_for(type_id element) noexcept;
std::string_view element_problem(const value_view& value) noexcept;

/// The most bytes that an element_writer writes for the value: a uint64 as numeric is the longest number.
inline std::size_t room_for(const value_view& value) noexcept {
    return 24 + (value.borrows() ? value.bytes().size() : 0);
}

/// Whether `binary_reader_for` knows the type.
bool has_known_binary_form(type_id type) noexcept;

/// The value of one field, not NULL. Borrows from the bytes and the scratch. Throws connection_lost for bytes that no
/// value of the type has.
using field_reader = value_view (*)(std::string_view bytes, scratch& temporaries);

/// For a field of this type in a result in binary format.
field_reader binary_reader_for(type_id type) noexcept;
/// The same for a result in text format.
field_reader text_reader_for(type_id type) noexcept;

/// Whether no value of the type is without bytes in binary form: a field without is NULL.
bool is_never_empty(type_id type) noexcept;

}  // namespace aludel::postgresql
