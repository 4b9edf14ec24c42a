// SPDX-License-Identifier: BSL-1.0
#include "sequence_writer.hpp"

#include <algorithm>

#include "key_sequence.hpp"
#include "sql/key_sequence.hpp"

namespace aludel::mysql {
namespace {

column_index key_of(const bulk_plan& plan) {
    return static_cast<column_index>(generated_column(*plan.table) - plan.table->columns.data());
}

/// The same load, of rows that all bring their keys, and without anybody who asks what became of them.
bulk_target with_keys(bulk_target target) {
    bulk_plan& plan = target.plan;
    if (place_in(plan.columns, key_of(plan)) == plan.columns.size()) {
        plan.columns.push_back(key_of(plan));
    }
    plan.on_stored = {};
    plan.returning.clear();
    return target;
}

class sequence_writer final : public bulk_writer {
public:
    explicit sequence_writer(const bulk_target& target)
        : plan_{target.plan}, key_place_{place_in(plan_.columns, key_of(plan_))},
          returned_place_{place_in(plan_.returning, key_of(plan_))}, keys_{target, key_of(plan_)},
          row_(std::max(plan_.columns.size(), key_place_ + 1)),
          told_(plan_.returning.size(), value_view::kept()), writer_{open_direct_writer(with_keys(target))} {}

    bool add(std::span<const value_view> row) override {
        std::copy(row.begin(), row.end(), row_.begin());
        const bool asks = key_place_ >= row.size() || row[key_place_].is_null();
        if (asks) {
            row_[key_place_] = keys_.next(plan_.expected_rows > rows_ ? plan_.expected_rows - rows_ : 0);
        } else {
            keys_.note_brought(row[key_place_]);
        }
        const bool is_empty = writer_->add(row_);
        tell(asks ? row_[key_place_] : value_view::kept());
        return is_empty;
    }
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
    /// Nothing but the key is asked for: all else is stored as it was sent.
    void tell(const value_view& key) {
        if (plan_.on_stored) {
            if (returned_place_ < told_.size()) {
                told_[returned_place_] = key;
            }
            plan_.on_stored(rows_, row_outcome::inserted, told_);
        }
        ++rows_;
    }

    bulk_plan plan_;
    std::size_t key_place_;  // behind the columns that are sent where the plan does not send it
    std::size_t returned_place_;
    key_sequence keys_;
    std::vector<value_view> row_;
    std::vector<value_view> told_;
    std::uint64_t rows_ = 0;
    std::unique_ptr<bulk_writer> writer_;
};

}  // namespace

bool touches_sequence(const bulk_target& target) {
    const column_description* const generated = generated_column(*target.plan.table);
    return generated != nullptr && sql::comes_from_sequence(target.facts.syntax, *generated);
}

std::unique_ptr<bulk_writer> open_sequence_writer(bulk_target target) {
    return std::make_unique<sequence_writer>(target);
}

}  // namespace aludel::mysql
