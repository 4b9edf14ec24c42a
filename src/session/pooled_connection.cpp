// SPDX-License-Identifier: BSL-1.0
#include "pooled_connection.hpp"

#include <atomic>

#include <soci/soci.h>

namespace aludel {

pooled_connection::pooled_connection(std::size_t statements_kept) : statements{statements_kept} {}

pooled_connection::~pooled_connection() {
    statements.clear();
    link.reset();
    try {
        raw.reset();
    } catch (...) {  // closing a connection that is gone has nothing to say
    }
}

void leave_to_parent(std::unique_ptr<pooled_connection> inherited) noexcept {
    // A list, so that leak checkers see that it is kept on purpose.
    static std::atomic<pooled_connection*> left{nullptr};
    if (inherited->link) {
        inherited->link->leave_to_parent();
    }
    inherited->work.reset();  // it has a copy of the socket, too
    pooled_connection* const kept = inherited.release();
    kept->left_before_ = left.exchange(kept);
}

}  // namespace aludel
