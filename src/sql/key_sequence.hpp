// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include <aludel/model/table_definition.hpp>
#include <aludel/sql/spelling.hpp>
#include <aludel/sql/syntax.hpp>

/// Keys that are counted, and the sequences that stand beside tables and count (syntax::separate_sequences). Tables
/// have no default that speaks of them: doc/decisions/keys-from-sequences.md.
namespace aludel::sql {

/// The column whose value is counted when a row leaves the key empty, by the table or by a sequence; or null.
const column_description* counted_column(const table_description& table) noexcept;
/// Whether keys that travel so can be counted.
constexpr bool is_integer(value_kind kind) noexcept {
    return kind >= value_kind::int16 && kind <= value_kind::uint64;
}

/// Whether this server takes the column's values from one.
bool comes_from_sequence(const syntax& facts, const column_description& column) noexcept;

/// The one of a column; it is in the table's schema.
schema::table_name sequence_of(const syntax& facts, const schema::table_name& table, std::string_view column);
schema::table_name sequence_of(const syntax& facts, const table_description& table, const column_description& column);

/// What a counter must not give later: the greatest of the keys that rows bring.
class brought_keys {
public:
    /// NULL brings none, and no counter reaches what is beyond the signed integers.
    void note(const value_view& key) noexcept {
        if (!key.is_null() && (key.kind() != value_kind::uint64 || key.unsigned_integer() <= greatest_signed)) {
            greatest_ = std::max(greatest_, key.integer());
        }
    }
    /// 0: none that a counter could meet.
    [[nodiscard]] std::int64_t greatest() const noexcept { return greatest_; }

private:
    static constexpr std::uint64_t greatest_signed = std::numeric_limits<std::int64_t>::max();
    std::int64_t greatest_ = 0;
};

/// Quoted and qualified.
std::string quoted_name(const spelling& spell, const schema::table_name& name);

}  // namespace aludel::sql
