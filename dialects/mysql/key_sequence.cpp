// SPDX-License-Identifier: BSL-1.0
#include "key_sequence.hpp"

#include <algorithm>

#include <aludel/error.hpp>

#include "connection.hpp"
#include "reservation_statement.hpp"
#include "sequences.hpp"
#include "sql/named_parameters.hpp"

namespace aludel::mysql {
namespace {

/// Keys that are taken at a time: a round trip is no longer felt, and a load that ends early wastes no more.
constexpr std::uint64_t keys_in_block = 10'000;

/// Where nobody knows how many rows are going to ask, blocks grow.
constexpr std::uint64_t keys_in_first_block = 10;

/// A block that asks for more than are left in the sequence takes all of them along.
std::uint64_t largest_block(value_kind keys) noexcept {
    return keys == value_kind::int16 ? 100 : keys_in_block;
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
    while (next_in_block_ < block_.size() &&
           block_[next_in_block_] <= static_cast<std::uint64_t>(brought_.greatest())) {
        ++next_in_block_;  // a row brought it, or one behind it
    }
    if (next_in_block_ == block_.size()) {
        take_block(expected);
    }
    const value_kind kind = table_.columns[key_].kind;
    const std::uint64_t key = block_[next_in_block_++];
    if (key > static_cast<std::uint64_t>(greatest_key(kind))) {
        throw mapping_error{place_of(table_, key_) +
                            " cannot hold the keys that its sequence gives; give it a wider integer"};
    }
    return integer_of(kind, static_cast<std::int64_t>(key));
}

void key_sequence::take_block(std::uint64_t expected) {
    move_behind_brought();
    const bool all_may_ask = expected > 0 && brought_.greatest() == 0;
    guess_ = all_may_ask ? expected : guess_ * 10;
    guess_ = std::clamp(guess_, keys_in_first_block, largest_block(table_.columns[key_].kind));
    const std::uint64_t wanted = expected > 0 ? std::min(expected, guess_) : guess_;
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

void key_sequence::move_behind_brought() {
    if (brought_.greatest() <= moved_behind_) {
        return;
    }
    statement_watch watch{wire_.watcher(), statement_kind::plain, move_};
    reserve_behind(wire_, move_, brought_.greatest());
    watch.end(0);
    moved_behind_ = brought_.greatest();
}

}  // namespace aludel::mysql
