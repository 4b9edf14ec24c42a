// SPDX-License-Identifier: BSL-1.0
#include "statement_cache.hpp"

namespace aludel {

std::unique_ptr<execution_state> statement_cache::take(std::string_view name) noexcept {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : std::move(found->second.waiting);
}

void statement_cache::give_back(std::unique_ptr<execution_state> used) {
    if (used->place == nullptr) {
        const auto [position, is_new] = by_name_.try_emplace(used->name);
        if (!is_new) {
            return;
        }
        used->place = &position->second;
    }
    statement_place& own = *used->place;
    own.used = ++uses_;
    own.waiting = std::move(used);
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

void statement_cache::forget(execution_state& used) noexcept {
    if (used.place != nullptr) {
        by_name_.erase(by_name_.find(used.name));
        used.place = nullptr;
    }
}

void statement_cache::forget_those_with(std::string_view part) noexcept {
    std::erase_if(by_name_, [part](const auto& each) {
        const auto& waiting = each.second.waiting;
        return waiting != nullptr && waiting->sql.find(part) != std::string::npos;
    });
}

}  // namespace aludel
