// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <aludel/dialect/statement.hpp>

namespace aludel {

/// Prepared statements of one connection, least recently used first to go. A statement in use is not in the cache:
/// it is taken out and given back, so the same text can run twice at once.
class statement_cache {
public:
    explicit statement_cache(std::size_t capacity) : capacity_{capacity} {}

    /// The statement prepared for `key`, or null.
    std::unique_ptr<statement> take(const std::string& key);
    /// Keeps a closed statement for the next time.
    void give_back(std::string key, std::unique_ptr<statement> prepared);
    void clear() noexcept;

private:
    struct entry {
        std::string key;
        std::unique_ptr<statement> prepared;
    };
    std::size_t capacity_;
    std::list<entry> entries_;  // most recently used first
    std::unordered_map<std::string_view, std::list<entry>::iterator> by_key_;
};

}  // namespace aludel
