// SPDX-License-Identifier: BSL-1.0
#include "transaction_callbacks.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

void transaction_callbacks::keep(std::size_t depth) noexcept {
    for (entry& each : waiting_) {
        each.depth = std::min(each.depth, depth - 1);
    }
}

void transaction_callbacks::undo(std::size_t depth) noexcept {
    std::erase_if(waiting_, [depth](const entry& each) { return each.depth >= depth && each.when == moment::commit; });
    for (entry& each : waiting_) {
        if (each.depth >= depth) {
            each.when = moment::end;
            each.depth = depth - 1;
        }
    }
}

std::vector<std::function<void()>> transaction_callbacks::take(bool committed) {
    const moment skipped = committed ? moment::rollback : moment::commit;
    std::vector<std::function<void()>> due;
    for (entry& each : std::exchange(waiting_, {})) {
        if (each.when != skipped) {
            due.push_back(std::move(each.call));
        }
    }
    return due;
}

}  // namespace aludel
