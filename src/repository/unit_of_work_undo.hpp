// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "unit_of_work_objects.hpp"

namespace aludel::detail {

/// What objects were before a commit or a flush changed them and what is known of them.
class undo_log {
public:
    enum class what { state_only, object_too };

    /// Remembers an object that is about to be written; its own values too where they are about to change.
    void remember(tracked_objects& of, std::size_t index, what kept);

    /// A point in time, for take_back.
    [[nodiscard]] std::size_t mark() const noexcept { return steps_.size(); }
    /// Makes objects what they were at that time.
    void take_back(std::size_t mark) noexcept;
    void clear() noexcept;

private:
    struct step {
        tracked_objects* of;
        std::size_t index;
        tracked_object before;
        void* copy;  // null: the object did not change
    };
    object_store& copies_of(const object_type& type);

    std::vector<step> steps_;
    std::unordered_map<const object_type*, std::unique_ptr<object_store>> copies_;
};

}  // namespace aludel::detail
