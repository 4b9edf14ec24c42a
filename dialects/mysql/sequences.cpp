// SPDX-License-Identifier: BSL-1.0
#include "sequences.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "dialect/table_reader.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::mysql {
namespace {

/// Keys that the server takes out of the sequence's row at a time. Those that are left go with a restart and with FLUSH
/// TABLES, which narrow keys have not many of.
std::string cached_keys(value_kind keys) {
    return keys == value_kind::int16 ? "10" : "1000";
}

constexpr std::string_view reservation_begins = "do setval(";
constexpr std::string_view reservation_ends = ", ?)";

}  // namespace

std::int64_t greatest_key(value_kind keys) noexcept {
    switch (keys) {
    case value_kind::int16: return std::numeric_limits<std::int16_t>::max();
    case value_kind::int32: return std::numeric_limits<std::int32_t>::max();
    // Sequences end one before the greatest, mariadb.com/kb/en/create-sequence.
    default: return std::numeric_limits<std::int64_t>::max() - 1;
    }
}

std::string create_sequence(std::string_view sequence, value_kind keys) {
    // In steps of the server's auto_increment_increment from its auto_increment_offset on (the global ones): several
    // servers of a cluster never make the same key.
    return "create sequence if not exists " + std::string{sequence} + " maxvalue " +
           std::to_string(greatest_key(keys)) + " cache " + cached_keys(keys) + " increment by 0";
}

std::string alter_sequence(std::string_view sequence, value_kind keys) {
    return "alter sequence " + std::string{sequence} + " maxvalue " + std::to_string(greatest_key(keys)) + " cache " +
           cached_keys(keys);
}

std::string start_sequence(std::string_view sequence, value_kind keys, std::string_view table,
                           std::string_view column) {
    // SETVAL takes a literal only; inserting is how dumps bring a sequence back: mariadb.com/kb/en/sequence-overview,
    // "Replacing a sequence". The columns are next_not_cached_value, minimum_value, maximum_value, start_value,
    // increment, cache_size, cycle_option, cycle_count.
    const std::string greatest = std::to_string(greatest_key(keys));
    std::string sql = "insert into ";
    sql.append(sequence).append(" select least(greatest(coalesce(max(").append(column).append("), 0), 0), ");
    sql.append(greatest).append(" - 1) + 1, 1, ").append(greatest).append(", 1, 0, ").append(cached_keys(keys));
    return sql.append(", 0, 0 from ").append(table);
}

std::string rename_sequence(std::string_view from, std::string_view to) {
    return "alter table " + std::string{from} + " rename to " + std::string{to};
}

std::string drop_sequence(std::string_view sequence) {
    return "drop sequence if exists " + std::string{sequence};
}

std::string reservation(std::string_view sequence) {
    return std::string{reservation_begins}.append(sequence).append(", :p1)");
}

bool is_reservation(std::string_view sql) noexcept {
    return sql.starts_with(reservation_begins) && sql.ends_with(reservation_ends);
}

void take_sequences(schema::table& printed, const syntax& facts, std::span<const schema::table_name> sequences) {
    for (schema::column& each : printed.columns) {
        if (!sql::is_integer(each.kind) || printed.primary_key.columns != std::vector{each.name} ||
            !each.default_expression.empty()) {
            continue;  // no key::sequence, whoever has a sequence of such a name
        }
        const schema::table_name own = sql::sequence_of(facts, printed.name, each.name);
        each.counted_apart = std::any_of(sequences.begin(), sequences.end(), [&own](const schema::table_name& is) {
            return is.schema == own.schema && schema::same_without_case(is.name, own.name);
        });
    }
}

}  // namespace aludel::mysql
