// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <aludel/dialect/dialect.hpp>

#include "random_schema.hpp"

namespace random_schema {

/// Made-up tables as a program with such structs describes them. SQL in them is spelled for one dialect.
class descriptions {
public:
    /// Two of them may live at the same time.
    enum class side { a, b };

    descriptions(const aludel::dialect& spell, const tables& all, side which);
    descriptions(const descriptions&) = delete;
    descriptions& operator=(const descriptions&) = delete;

    [[nodiscard]] std::span<const aludel::table_description* const> all() const noexcept { return all_; }

private:
    using columns_of_key = std::vector<aludel::column_index>;

    void add(const tables& all, const table& described, std::size_t slot);
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    std::span<const aludel::column_index> keep(columns_of_key columns) {
        return keys_.emplace_back(std::move(columns));
    }
    std::span<const std::span<const aludel::column_index>> keep(const table& of,
                                                                const std::vector<std::vector<int>>& keys);
    [[nodiscard]] aludel::column_description described(const table& in, const column& is);
    [[nodiscard]] aludel::check_description described(const table& in, const check& is);

    const aludel::dialect& spell_;
    std::size_t first_slot_;
    // Deques, since what is in them is pointed at.
    std::deque<std::string> texts_;
    std::deque<columns_of_key> keys_;
    std::deque<std::vector<std::span<const aludel::column_index>>> lists_of_keys_;
    std::deque<std::vector<aludel::column_description>> columns_;
    std::deque<std::vector<aludel::foreign_key_description>> foreign_keys_;
    std::deque<std::vector<aludel::check_description>> checks_;
    std::vector<const aludel::table_description*> all_;
};

}  // namespace random_schema
