// SPDX-License-Identifier: BSL-1.0
#include "step_failure.hpp"

#include <string>

namespace aludel::migrate {
namespace {

std::string explained(const revision& one, const migration_progress& at, bool undone, const error& failed) {
    const std::string way = at.up ? "up" : "down";
    std::string text = (one.file.empty() ? "revision " + one.id : one.file) + ": step " + std::to_string(at.step) +
                       " of " + std::to_string(at.steps) + " on the way " + way + " failed: " + failed.what();
    if (undone) {
        return text + "; nothing of this revision was kept";
    }
    return text + "; the steps before it are done and recorded: put right what is wrong, and " +
           (at.up ? "upgrade" : "downgrade") + " again, which goes on with this step";
}

template <class Error>
void throw_if_is(const error& failed, const std::string& message) {
    if (dynamic_cast<const Error*>(&failed) != nullptr) {
        throw Error{message, failed.details()};
    }
}

}  // namespace

void in_place(const revision& one, const migration_progress& progress, bool undone, function_ref<void()> work) {
    try {
        work();
    } catch (const error& failed) {
        const std::string message = explained(one, progress, undone, failed);
        throw_if_is<connection_lost>(failed, message);
        throw_if_is<transaction_conflict>(failed, message);
        throw_if_is<unique_violation>(failed, message);
        throw_if_is<foreign_key_violation>(failed, message);
        throw_if_is<not_null_violation>(failed, message);
        throw_if_is<check_violation>(failed, message);
        throw_if_is<constraint_violation>(failed, message);
        throw_if_is<timeout>(failed, message);
        throw_if_is<cancelled>(failed, message);
        throw_if_is<mapping_error>(failed, message);
        throw_if_is<usage_error>(failed, message);
        throw statement_error{message, failed.details()};
    }
}

}  // namespace aludel::migrate
