// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <vector>

#include <aludel/dialect/bulk_writer.hpp>
#include <aludel/model/scratch.hpp>
#include <aludel/session/session_core.hpp>

namespace aludel {

/// Whether an upsert looks for rows by the key that the database makes for new ones, and could find one that is not the
/// new row: a counter may be behind. Not where the counter moves with every row; nor where rows come back, since those
/// writers keep new rows apart themselves.
bool finds_rows_by_made_key(const session_core& session, const bulk_plan& plan);
bool sends_counted_key(const bulk_plan& plan);

/// For such an upsert of rows that bring their keys and others that ask for one. These are new, and are inserted as
/// such: the policy would change the row that is there, or take it for the new one.
class split_writer final : public bulk_writer {
public:
    split_writer(session_core& session, const bulk_plan& plan);
    bool add(std::span<const value_view> row) override;
    void flush() override;
    bulk_counts finish() override;
    [[nodiscard]] bool takes_repeated_keys() const noexcept override { return with_keys_->takes_repeated_keys(); }

private:
    session_core& session_;
    bulk_plan plan_;
    std::size_t key_place_;
    std::unique_ptr<bulk_writer> with_keys_;
    bool with_keys_is_empty_ = true;
    std::vector<value_view> waiting_;  // new rows: a writer may need the connection for itself until it is flushed
    scratch kept_;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t new_rows_ = 0;  // that were sent, by writers of their own: none has keys in hand when others come
};

}  // namespace aludel
