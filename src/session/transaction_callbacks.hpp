// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace aludel {

/// What is to be called when a session's transactions end. A depth is how many transactions are open, the outermost and
/// its savepoints.
class transaction_callbacks {
public:
    void after_commit(std::size_t depth, std::function<void()> call) { add(depth, moment::commit, std::move(call)); }
    void after_rollback(std::size_t depth, std::function<void()> call) {
        add(depth, moment::rollback, std::move(call));
    }

    /// The savepoint at this depth was released: what was registered in it ends as the one around it does.
    void keep(std::size_t depth) noexcept;
    /// The savepoint at this depth was rolled back: its callbacks after rollback are certain now.
    void undo(std::size_t depth) noexcept;
    /// The outermost transaction ended: what is to be called, in the order of registration. Nothing is left.
    [[nodiscard]] std::vector<std::function<void()>> take(bool committed);
    void clear() noexcept { waiting_.clear(); }
    [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

private:
    enum class moment : std::uint8_t { commit, rollback, end };
    struct entry {
        std::size_t depth;
        moment when;
        std::function<void()> call;
    };
    void add(std::size_t depth, moment when, std::function<void()> call) {
        waiting_.push_back({depth, when, std::move(call)});
    }

    std::vector<entry> waiting_;
};

}  // namespace aludel
