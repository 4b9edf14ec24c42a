// SPDX-License-Identifier: BSL-1.0
#include "statement_cache.hpp"

namespace aludel {

std::unique_ptr<statement> statement_cache::take(const std::string& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
        return nullptr;
    }
    const auto position = found->second;
    std::unique_ptr<statement> prepared = std::move(position->prepared);
    by_key_.erase(found);
    entries_.erase(position);
    return prepared;
}

void statement_cache::give_back(std::string key, std::unique_ptr<statement> prepared) {
    if (capacity_ == 0 || by_key_.contains(key)) {
        return;
    }
    entries_.push_front({std::move(key), std::move(prepared)});
    by_key_.emplace(entries_.front().key, entries_.begin());
    if (entries_.size() > capacity_) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

void statement_cache::clear() noexcept {
    by_key_.clear();
    entries_.clear();
}

}  // namespace aludel
