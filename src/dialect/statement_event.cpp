// SPDX-License-Identifier: BSL-1.0
#include <aludel/dialect/statement_event.hpp>

#include <utility>

namespace aludel {

void statement_watch::begin(statement_kind kind, std::string_view sql) {
    kind_ = kind;
    sql_ = sql;
    failures_before_ = last_failure().number;
    started_ = std::chrono::steady_clock::now();
}

void statement_watch::tell(std::uint64_t rows, bool failed) noexcept {
    if (!paused_) {
        pause();
    }
    statement_event event{.sql = sql_, .duration = duration_, .rows = rows, .failed = failed, .kind = kind_};
    // A failure is told while its exception passes, which a destructor cannot see.
    if (const failure_note& noted = last_failure(); failed && noted.number != failures_before_) {
        event.error = noted.kind;
        event.sqlstate = noted.sqlstate;
        event.native_code = noted.native_code;
    }
    try {
        (*std::exchange(told_, nullptr))(event);
    } catch (...) {  // the statement is done; what watches it cannot undo it
    }
}

}  // namespace aludel
