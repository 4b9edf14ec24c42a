// SPDX-License-Identifier: BSL-1.0
#include "unit_of_work_undo.hpp"

#include <unordered_set>

namespace aludel::detail {
namespace {

/// What the program removed since stays removed: a row that is not there any more then is gone.
object_state state_before(object_state before, object_state now) {
    if (now != object_state::removed) {
        return before;
    }
    return before == object_state::added ? object_state::gone : object_state::removed;
}

}  // namespace

object_store& undo_log::copies_of(const object_type& type) {
    std::unique_ptr<object_store>& copies = copies_[&type];
    if (!copies) {
        copies = std::make_unique<object_store>(type);
    }
    return *copies;
}

void undo_log::remember(tracked_objects& of, std::size_t index, what kept) {
    steps_.push_back({&of, index, of[index], nullptr});
    if (kept == what::object_too) {
        steps_.back().copy = copies_of(of.type()).add_copy(of.object(index));
    }
}

void undo_log::take_back(std::size_t mark) noexcept {
    std::unordered_set<tracked_objects*> touched;
    for (; steps_.size() > mark; steps_.pop_back()) {
        step& last = steps_.back();
        tracked_objects& of = *last.of;
        touched.insert(&of);
        last.before.state = state_before(last.before.state, of[last.index].state);
        of[last.index] = std::move(last.before);
        if (last.copy != nullptr) {
            of.type().assign(of.object(last.index), last.copy);
            object_store& copies = copies_of(of.type());
            copies.shrink(copies.size() - 1);
        }
    }
    for (tracked_objects* const objects : touched) {
        objects->index_again();
    }
}

void undo_log::clear() noexcept {
    steps_.clear();
    copies_.clear();
}

}  // namespace aludel::detail
