// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/statement_event.hpp>

#include <utility>

namespace aludel {

void statement_watch::begin(statement_kind kind, std::string_view sql) {
    kind_ = kind;
    sql_ = sql;
    started_ = std::chrono::steady_clock::now();
}

void statement_watch::tell(std::uint64_t rows, bool failed) noexcept {
    if (!paused_) {
        pause();
    }
    try {
        (*std::exchange(told_, nullptr))({sql_, duration_, rows, failed, kind_});
    } catch (...) {  // the statement is done; what watches it cannot undo it
    }
}

}  // namespace aludel
