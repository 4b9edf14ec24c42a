// SPDX-License-Identifier: BSL-1.0
#include "statement_cache.hpp"

namespace aludel {

std::unique_ptr<execution_state> statement_cache::take(std::string_view name) noexcept {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : std::move(found->second.waiting);
}

void statement_cache::give_back(std::unique_ptr<execution_state> used) {
    if (capacity_ == 0) {
        return;
    }
    place& own = by_name_.try_emplace(used->name).first->second;
    own.used = ++uses_;
    if (!own.waiting) {
        own.waiting = std::move(used);
    }
    if (by_name_.size() > capacity_) {
        let_one_go();
    }
}

/// Looks at all of them: that is rare, and nothing beside preparing the one that came.
void statement_cache::let_one_go() {
    auto oldest = by_name_.end();
    for (auto candidate = by_name_.begin(); candidate != by_name_.end(); ++candidate) {
        const bool may_go = candidate->second.waiting != nullptr;
        if (may_go && (oldest == by_name_.end() || candidate->second.used < oldest->second.used)) {
            oldest = candidate;
        }
    }
    by_name_.erase(oldest);  // the one that came back last waits, so there is one
}

void statement_cache::forget(std::string_view name) noexcept {
    const auto found = by_name_.find(name);
    if (found != by_name_.end() && !found->second.waiting) {
        by_name_.erase(found);
    }
}

}  // namespace aludel
