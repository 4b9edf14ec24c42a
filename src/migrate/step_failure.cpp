// SPDX-License-Identifier: BSL-1.0
#include "step_failure.hpp"

#include <string>

#include "revision_place.hpp"
#include "same_class.hpp"

namespace aludel::migrate {
namespace {

std::string explained(const revision& one, const migration_progress& at, bool undone, const error& failed) {
    const std::string way = at.up ? "up" : "down";
    std::string text = place_of(one) + ": step " + std::to_string(at.step) + " of " + std::to_string(at.steps) +
                       " on the way " + way + " failed: " + failed.what();
    if (undone) {
        return text + "; nothing of this revision was kept";
    }
    return text + "; the steps before it are done and recorded: put right what is wrong, and " +
           (at.up ? "upgrade" : "downgrade") + " again, which goes on with this step";
}

}  // namespace

void in_place(const revision& one, const migration_progress& progress, bool undone, function_ref<void()> work) {
    try {
        work();
    } catch (const error& failed) {
        throw_same_class(failed, explained(one, progress, undone, failed));
    }
}

}  // namespace aludel::migrate
