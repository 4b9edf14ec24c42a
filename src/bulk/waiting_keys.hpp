// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <unordered_set>

#include <aludel/model/table_description.hpp>

#include "key_bytes.hpp"
#include "number_set.hpp"
#include "sql/key_sequence.hpp"

namespace aludel {

/// The keys of the rows that wait in a batch. A row whose key waits already must wait for the next batch.
class waiting_keys {
public:
    /// `key` is borrowed. Without columns every row is a new one.
    explicit waiting_keys(std::span<const column_index> key) : key_{key} {}

    [[nodiscard]] bool are_watched() const noexcept { return !key_.empty(); }
    /// Adds the row's key; false when it waits already. A key with a NULL in it never matches another.
    bool add(std::span<const value_view> row) {
        if (key_.empty()) {
            return true;
        }
        if (const value_view& first = row[key_.front()]; key_.size() == 1 && sql::is_integer(first.kind())) {
            return numbers_.insert(first.integer());
        }
        bytes_.clear();
        for (const column_index column : key_) {
            if (row[column].is_null()) {
                return true;
            }
            append_key_bytes(bytes_, row[column]);
        }
        return waiting_.insert(bytes_).second;
    }
    void clear() {
        numbers_.clear();
        waiting_.clear();
    }

private:
    std::span<const column_index> key_;
    number_set numbers_;  ///< keys that are one whole number
    std::string bytes_;
    std::unordered_set<std::string> waiting_;
};

}  // namespace aludel
