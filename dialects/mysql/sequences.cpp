// SPDX-License-Identifier: BSL-1.0
#include "sequences.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sql/key_sequence.hpp"

namespace aludel::mysql {
namespace {

/// Sequences end one before the greatest of their type, mariadb.com/kb/en/create-sequence.
std::string greatest_key(value_kind keys) {
    switch (keys) {
    case value_kind::int16: return std::to_string(std::numeric_limits<std::int16_t>::max());
    case value_kind::int32: return std::to_string(std::numeric_limits<std::int32_t>::max());
    default: return std::to_string(std::numeric_limits<std::int64_t>::max() - 1);
    }
}

constexpr std::string_view reservation_begins = "do setval(";
constexpr std::string_view reservation_ends = ", ?)";

}  // namespace

std::string create_sequence(std::string_view sequence, value_kind keys) {
    // In steps of auto_increment_increment from auto_increment_offset on, as AUTO_INCREMENT counts: several servers of
    // a cluster never make the same key.
    return "create sequence if not exists " + std::string{sequence} + " maxvalue " + greatest_key(keys) +
           " increment by 0";
}

std::string start_sequence(std::string_view sequence, value_kind keys, std::string_view table,
                           std::string_view column) {
    // SETVAL takes a literal only; inserting is how dumps bring a sequence back: mariadb.com/kb/en/sequence-overview,
    // "Replacing a sequence". The columns are next_not_cached_value, minimum_value, maximum_value, start_value,
    // increment, cache_size, cycle_option, cycle_count.
    std::string sql = "insert into ";
    sql.append(sequence).append(" select greatest(coalesce(max(").append(column).append("), 0), 0) + 1, 1, ");
    sql.append(greatest_key(keys)).append(", 1, 0, 1000, 0, 0 from ").append(table);
    return sql;
}

std::string reservation(std::string_view sequence) {
    return std::string{reservation_begins}.append(sequence).append(", :p1)");
}

bool is_reservation(std::string_view sql) noexcept {
    return sql.starts_with(reservation_begins) && sql.ends_with(reservation_ends);
}

void take_sequences(schema::table& printed, const syntax& facts, std::span<const schema::table_name> sequences) {
    for (schema::column& each : printed.columns) {
        const schema::table_name own = sql::sequence_of(facts, printed.name, each.name);
        if (std::find(sequences.begin(), sequences.end(), own) != sequences.end()) {
            each.sequence = own;
        }
    }
}

}  // namespace aludel::mysql
