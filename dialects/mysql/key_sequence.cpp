// SPDX-License-Identifier: BSL-1.0
#include "key_sequence.hpp"

#include <algorithm>
#include <limits>

#include <aludel/error.hpp>

#include "connection.hpp"
#include "reservation_statement.hpp"
#include "sequences.hpp"
#include "sql/key_sequence.hpp"
#include "sql/named_parameters.hpp"

namespace aludel::mysql {
namespace {

/// Keys that are taken at a time: a round trip is no longer felt, and a load that ends early wastes no more.
constexpr std::uint64_t keys_in_block = 10'000;

std::uint64_t greatest_in(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::int16: return std::numeric_limits<std::int16_t>::max();
    case value_kind::int32: return std::numeric_limits<std::int32_t>::max();
    default: return std::numeric_limits<std::int64_t>::max();
    }
}

/// As many rows as there are keys in a block; a table value constructor, mariadb.com/kb/en/table-value-constructors.
std::string rows_of_block() {
    std::string sql = " from ";
    for (const char* name : {"a", "b", "c", "d"}) {
        sql.append(*name == 'a' ? "" : ", ");
        sql.append("(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ").append(name);
    }
    return sql;
}

}  // namespace

key_sequence::key_sequence(const bulk_target& target, column_index key)
    : wire_{target.connection}, table_{*target.plan.table}, key_{key}, take_{"select "} {
    const syntax& facts = target.facts.syntax;
    const std::string name = sql::quoted_name(target.spell, sql::sequence_of(facts, table_, table_.columns[key_]));
    target.spell.append_next_key(take_, name);
    take_ += rows_of_block() + " limit ";
    move_ = sql::with_placeholders(reservation(name), 1, facts);
}

value_view key_sequence::next(std::uint64_t expected) {
    while (next_in_block_ < block_.size() && block_[next_in_block_] <= static_cast<std::uint64_t>(greatest_brought_)) {
        ++next_in_block_;  // a row brought it, or one behind it
    }
    if (next_in_block_ == block_.size()) {
        take_block(expected);
    }
    const value_kind kind = table_.columns[key_].kind;
    const std::uint64_t key = block_[next_in_block_++];
    if (key > greatest_in(kind)) {
        throw mapping_error{place_of(table_, key_) +
                            " cannot hold the keys that its sequence gives; give it a wider integer"};
    }
    return integer_of(kind, static_cast<std::int64_t>(key));
}

void key_sequence::take_block(std::uint64_t expected) {
    move_behind_brought();
    const std::uint64_t wanted = expected == 0 ? keys_in_block : std::min(expected, keys_in_block);
    const std::string sql = take_ + std::to_string(wanted);
    wire_.require_idle(sql);
    statement_watch watch{wire_.watcher(), statement_kind::plain, sql};
    block_ = read_column(wire_.handle(), sql);
    watch.end(block_.size());
    next_in_block_ = 0;
    if (block_.size() != wanted) {
        throw statement_error{"the sequence of " + place_of(table_, key_) +
                                  " gave another number of keys than it was asked for",
                              {.statement = sql}};
    }
}

void key_sequence::note_brought(const value_view& key) noexcept {
    const bool too_great = key.kind() == value_kind::uint64 &&
                           key.unsigned_integer() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (!too_great) {
        greatest_brought_ = std::max(greatest_brought_, key.integer());
    }
}

void key_sequence::move_behind_brought() {
    if (greatest_brought_ <= moved_behind_) {
        return;
    }
    statement_watch watch{wire_.watcher(), statement_kind::plain, move_};
    reserve_behind(wire_, move_, greatest_brought_);
    watch.end(0);
    moved_behind_ = greatest_brought_;
}

}  // namespace aludel::mysql
