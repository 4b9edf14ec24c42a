// SPDX-License-Identifier: BSL-1.0
#include "sequence_writer.hpp"

#include <algorithm>
#include <cassert>

#include "key_sequence.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::mysql {
namespace {

column_index key_of(const bulk_plan& plan) {
    return index_in(*plan.table, *sql::counted_column(*plan.table));
}

/// The table as it is for rows that all bring their keys.
class table_with_keys {
public:
    table_with_keys(const table_description& table, column_index key)
        : columns_{table.columns.begin(), table.columns.end()}, table_{table} {
        columns_[key].generated = key::given;
        table_.columns = columns_;
    }
    table_with_keys(const table_with_keys&) = delete;
    table_with_keys& operator=(const table_with_keys&) = delete;
    [[nodiscard]] const table_description& description() const noexcept { return table_; }

private:
    std::vector<column_description> columns_;
    table_description table_;
};

bulk_target for_rows_with_keys(const bulk_target& target, const table_description& table) {
    bulk_target made = target;
    made.plan.table = &table;
    made.plan.on_stored = {};
    made.plan.returning.clear();
    return made;
}

class sequence_writer final : public bulk_writer {
public:
    explicit sequence_writer(const bulk_target& target)
        : plan_{target.plan}, key_place_{place_in(plan_.columns, key_of(plan_))}, returned_place_{place_in(
                                                                                      plan_.returning, key_of(plan_))},
          table_{*plan_.table, key_of(plan_)}, keys_{target, key_of(plan_)}, row_(plan_.columns.size()),
          told_(plan_.returning.size(), value_view::kept()), writer_{open_direct_writer(
                                                                 for_rows_with_keys(target, table_.description()))} {
        assert(key_place_ < row_.size());
    }

    bool add(std::span<const value_view> row) override;
    void flush() override {
        writer_->flush();
        keys_.move_behind_brought();
    }
    bulk_counts finish() override {
        const bulk_counts counts = writer_->finish();
        keys_.move_behind_brought();  // behind the rows: a load that fails leaves the sequence alone
        return counts;
    }

private:
    void tell(const value_view& key);

    bulk_plan plan_;
    std::size_t key_place_;
    std::size_t returned_place_;  // behind what is wanted back: nobody asks for the key
    table_with_keys table_;
    key_sequence keys_;
    std::vector<value_view> row_;
    std::vector<value_view> told_;
    std::uint64_t rows_ = 0;
    std::unique_ptr<bulk_writer> writer_;
};

bool sequence_writer::add(std::span<const value_view> row) {
    std::copy(row.begin(), row.end(), row_.begin());
    const bool asks = row[key_place_].is_null();
    if (asks) {
        row_[key_place_] = keys_.next(plan_.expected_rows > rows_ ? plan_.expected_rows - rows_ : 0);
    } else {
        keys_.note_brought(row[key_place_]);
    }
    const bool is_empty = writer_->add(row_);
    tell(asks ? row_[key_place_] : value_view::kept());
    return is_empty;
}

/// Nothing but the key is asked for: all else is stored as it was sent.
void sequence_writer::tell(const value_view& key) {
    if (plan_.on_stored) {
        if (returned_place_ < told_.size()) {
            told_[returned_place_] = key;
        }
        plan_.on_stored(rows_, row_outcome::inserted, told_);
    }
    ++rows_;
}

}  // namespace

bool touches_sequence(const capabilities& facts, const bulk_plan& plan) {
    const column_description* const counted = sql::counted_column(*plan.table);
    return plan.operation == bulk_operation::insert && counted != nullptr &&
           sql::comes_from_sequence(facts.syntax, *counted);
}

std::unique_ptr<bulk_writer> open_sequence_writer(const bulk_target& target) {
    return std::make_unique<sequence_writer>(target);
}

}  // namespace aludel::mysql
